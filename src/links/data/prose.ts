/**
 * Words by which a run of Chinese after a slash is told from the title of a page: nobody writes `你看看吧` into an address,
 * and whoever shares one does write it right behind. Source: chats and share texts read for this project, 2026-11.
 */

/** What begins a sentence to somebody; no title does. */
export const PROSE_START =
  /^(?:复制|復制|複製|点击|點擊|长按|長按|打开|打開|你看|你们|你們|快来|快去|快看|快点|赶紧|趕緊|看看|看一下|帮我|幫我|帮忙|谢谢|謝謝|麻烦|麻煩|大家|这个|這個|那个|那個|这是|這是|这里|這裡|刚刚|剛剛|记得|記得|点开|點開|点进|戳|就是|还有|還有|然后|然後|好了|好的|给你|給你|发你|發你|我觉得|我看|我刚|不知道|有没有|有沒有|能不能|是不是|直接)/u;

/** What makes a sentence wherever it stands: particles, speaker and listener, and what one does with a link. */
export const PROSE_MARK =
  /[吧吗嗎呢啊哦呀嘛哈咯呗唄啦哟喔耶你妳您咱]|[他她它我]们|[他她我]們|[了的]$|这[个里是篇家款种次样边些条]|[這那][個裡是篇家款種次樣邊些條]|怎么|怎麼|什么|什麼|可以|不错|不錯|好用|好看|好吃|好听|便宜|快[来去看买抢]|快點|赶紧|赶快|看看|看下|看一下|点[开进击]|點[開進擊]|打不?[开開]|复制|複製|直接|记得|記得|别忘|谢谢|謝謝|麻烦|麻煩|帮[我忙]|幫[我忙]|分享给|推荐|推薦|收藏|里面|裡面|进去|試試|试试|就是|已经|已經|一下|真的|太[^平阳極极]|超级|超好/u;

/** Path segments behind which a title stands, whatever its words. */
export const TITLE_SEGMENT =
  /^(?:wiki|w|item|items|tags?|hashtag|topics?|search|keywords?|categor(?:y|ies)|blog|posts?|articles?|docs?|notes?|books?|users?|author|people|s|q|k|t|u|c|files?|downloads?|explore|entry|words?|dict|baike|archives?|pages?|columns?|series|title|song|artist|album|movie|game|shop|store|zh|zh-(?:cn|tw|hk|hans|hant|sg|my|mo)|cn|tw|hk|sc|tc|ja|ko)$/iu;
/** Hosts on which every path may be a title. */
export const TITLE_HOST = /(?:^|\.)(?:wiki|baike|zh|zh-[a-z]+|ja|ko)\.|wiki/iu;
/** An id, after which a page needs no title: a number, or letters and digits mixed; or a file. */
export const ID_SEGMENT = /^(?=[^/]*\d)[\w-]{4,}$|\.(?:html?|php|aspx?|jsp|shtml)$/iu;

/** Words that begin a clause in Indonesian, Vietnamese (also typed without marks) and English, and end no file's name. */
export const CLAUSE_STARTS: ReadonlySet<string> = new Set(
  "udah sudah masih tapi jangan tolong mohon ada bisa yang ini itu kalau kalo kak makasih terima silahkan silakan langsung buka cek baca lihat liat aku saya kamu kita gratis murah hay cho em anh chi minh toi ban nha nhe khong duoc xem mua gia nho vao doc ai con neu thi this that please pls thanks the it you and but check have see".split(
    " ",
  ),
);
