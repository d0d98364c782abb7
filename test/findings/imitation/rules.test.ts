import { expect, test } from "vitest";
import { catalogue } from "../../../src/findings/imitation/catalogue.ts";
import { knownDomains } from "../../../src/findings/imitation/known-domains.ts";
import { lookalikeOf } from "../../../src/findings/imitation/rules.ts";

/** What is told of a host, as people write it: `strong` or `weak`, whom it looks like and why; null when nothing is. */
function told(host: string): string | null {
  const url = URL.parse(`http://${host}`);
  if (url === null) throw new Error(`${host} is no host`);
  const found = lookalikeOf(url.hostname, knownDomains(), catalogue);
  return found === null ? null : `${found.isStrong ? "strong" : "weak"} ${found.site ?? "-"}: ${found.why}`;
}

test.for([
  // 1: signs in disguise, and what shows as nothing.
  ["taobao\u2044item.evil.com", "strong taobao.com: U+2044 looks like /"],
  ["paypal.com\u30CElogin.evil.com", "strong paypal.com: Katakana ノ (U+30CE) looks like /"],
  ["taobao\uA4F8com.evil.top", "strong taobao.com: Lisu ꓸ (U+A4F8) looks like ."],
  ["taobao.com\u2044login.evil", "strong taobao.com: U+2044 looks like /"],
  ["icbc\u2212bank.com", "strong icbc.com.cn: U+2212 looks like -"],
  ["tao\u2800bao.com", "strong -: U+2800 looks like nothing"],
  // 2: scripts that nobody mixes, and one that is all disguise.
  ["ex\u0430mple.com", "strong -: Cyrillic а (U+0430) among Latin letters"],
  ["пример中.com", "weak -: mixes Cyrillic and Han"],
  ["\u0441\u043E\u0440\u0435.com", "weak -: Cyrillic letters that all look Latin"],
  // 3: skeletons.
  ["tаobao.com", "strong taobao.com: Cyrillic а"],
  ["аррӏе.com", "strong apple.com: Cyrillic а, Cyrillic р, Cyrillic ӏ, Cyrillic е"],
  ["vietcombànk.com", "strong vietcombank.com.vn: à for a"],
  ["paypa1.com", "strong paypal.com: 1 for l"],
  ["paypai.com", "weak paypal.com: i for l"],
  ["rnicrosoft.com", "strong microsoft.com: rn for m"],
  ["secure.tаobao.evil.com", "strong taobao.com: Cyrillic а"],
  // 4: a domain before another.
  ["taobao.com.evil.top", "strong taobao.com: taobao.com stands before another domain"],
  ["login.taobao-com.evil.top", "strong taobao.com: taobao.com stands before another domain"],
  ["qq.com.evil.top", "strong qq.com: qq.com stands before another domain"],
  ["wwwtaobao.com", "strong taobao.com: its domain without dots"],
  ["www-taobao.top", "strong taobao.com: www and its name under another domain"],
  ["gov-cn.com", "strong gov.cn: gov.cn stands before another domain"],
  // 5: beside words.
  ["taobao-kefu.com", "strong taobao.com: its name beside kefu"],
  ["bca-hadiah.com", "strong bca.co.id: its name beside hadiah"],
  ["vietcombank-hotro.com", "strong vietcombank.com.vn: its name beside hotro"],
  ["apple-support-id.com", "strong apple.com: its name beside support"],
  ["item-taobao.com", "weak taobao.com: its name and a hyphen"],
  ["taobaokefu.com", "weak taobao.com: its name beside kefu"],
  ["淘宝客服.com", "strong taobao.com: 淘宝 beside 客服"],
  ["paypal.secure-login.com", "weak paypal.com: its name before secure-login.com"],
  // 5: words without spaces, in the languages of those who are robbed, with marks or in disguise.
  ["amazonprime-verifyaccount.com", "weak amazon.com: its name beside verifyaccount"],
  ["verifycoinbaselogin.com", "weak coinbase.com: its name beside verify and login"],
  ["whatsappweb.cn", "weak whatsapp.com: its name beside web"],
  ["netflixservices.com", "weak netflix.com: its name beside services"],
  ["ptshopee545undian.blogspot.com", "weak shopee.com: its name beside pt and 545undian"],
  ["dhl-paketzustellung.top", "strong dhl.com: its name beside paketzustellung"],
  ["vérification-netflix.fr", "strong netflix.com: its name beside verification"],
  ["correos-envio.com", "strong correos.es: its name beside envio"],
  ["roblox-g1ft.com", "strong roblox.com: its name beside g1ft"],
  // 5: anything beside the name of somebody who has neither resellers nor fans.
  ["colissimo-guadeloupe.com", "weak laposte.fr: its name and a hyphen"],
  ["dana-xyzabc.pages.dev", "weak dana.id: its name and a hyphen"],
  ["ledgger-li.pages.dev", "weak ledger.com: one letter more, beside li"],
  // 5: anything beside a name that nothing honest is joined to: with a hyphen short ones too, without one no word.
  ["dhl-foo.com", "weak dhl.com: its name and a hyphen"],
  ["dhlhzx.top", "weak dhl.com: its name beside hzx"],
  ["ghtkdbsr.com", "weak ghtk.vn: its name beside dbsr"],
  ["docomoxt.net", "weak docomo.ne.jp: its name beside xt"],
  ["mydocomo-pub.com", "weak docomo.ne.jp: its name and a hyphen"],
  ["wbk-telegram-q.org", "weak telegram.org: its name and a hyphen"],
  ["telegramzg.com", "weak telegram.org: its name beside zg"],
  ["amazon-suport.com", "strong amazon.com: its name beside suport"],
  // 5: in China a province's suffix, names that have no house there, and words that an app is downloaded by.
  ["shurufa-sogou.hl.cn", "strong sogou.com: its name beside shurufa"],
  ["cn.fi-telegram.hl.cn", "weak telegram.org: its name and a hyphen"],
  ["cn-oyi-okx.com.cn", "weak okx.com: its name and a hyphen"],
  ["im-whatsappweb.com.cn", "weak whatsapp.com: its name beside web"],
  ["trustwallet-online.cn", "strong trustwallet.com: its name beside online"],
  ["web.feishu-app.com.cn", "weak feishu.cn: its name beside app"],
  ["douyin-pc.cn", "weak douyin.com: its name beside pc"],
  // 5: in China a name whose downloads others pose as, beside anything.
  ["st-wps.com.cn", "weak wps.cn: its name and a hyphen"],
  ["fanxa-youdao.com.cn", "weak youdao.com: its name and a hyphen"],
  ["feishu-wbe.com.cn", "weak feishu.cn: its name and a hyphen"],
  ["wps-software-download.com.cn", "weak wps.cn: its name beside download"],
  ["apps-wps-offce.com.cn", "weak wps.cn: its name beside apps"],
  // 7: several slips at once, as programs make them, in both words of a long name.
  ["steamconmnuilty.com", "weak steamcommunity.com: one letter more"],
  ["sleamcommunltiy.com", "weak steamcommunity.com: one letter more"],
  ["staencornmunity.ru", "weak steamcommunity.com: rn for m"],
  ["steamncommrunlity.ru", "weak steamcommunity.com: several letters more"],
  ["steamcomnmnty.com", "weak steamcommunity.com: one letter less"],
  ["steanconnunily.online", "weak steamcommunity.com: nn for m"],
  ["zy-todesk.js.cn", "weak todesk.com: its name and a hyphen"],
  // 5: a closed name before letters that no word has, where names cost nothing.
  ["uspssjifdk.rest", "weak usps.com: its name beside sjifdk"],
  ["fedexqvbzt.sbs", "weak fedex.com: its name beside qvbzt"],
  // 6: in any country a wallet that is got at one site.
  ["safepal.com.mx", "weak safepal.com: its name under .com.mx"],
  ["tronlink.com.co", "weak tronlink.org: its name under .com.co"],
  ["metamask.de", "weak metamask.io: its name under .de"],
  // 5: plain words in disguise, suffixes that no company takes, a bank's short name behind a word of its country.
  ["offlce-wps.hl.cn", "strong wps.cn: its name beside offlce"],
  ["lnfo-caixabanknow.com", "strong caixabank.es: its name beside lnfo"],
  ["deepseekapp.download", "weak deepseek.com: its name beside app"],
  ["bpiofficial.cc", "weak bpi.com.ph: its name beside official"],
  ["saldoovo-gratis.example.net", "weak ovo.id: its name beside saldo"],
  // 6: a name beside words before a stranger's domain.
  ["updatetarif-bankbri.example.net", "weak bri.co.id: its name before example.net"],
  ["dana-indonesia.evil-x.web.id", "weak dana.id: its name before evil-x.web.id"],
  ["bca-hadiah.undian-baru.com", "weak bca.co.id: its name before undian-baru.com"],
  ["dbs.inteernet-bannkiing-web.com", "weak dbs.com.sg: its name before inteernet-bannkiing-web.com"],
  ["anpost.ie-delivery.online", "weak anpost.com: anpost.ie stands before another domain"],
  // 4: a name with a hyphen before `com`, and one behind a part of `www`.
  ["eki-netcom.evil-x.cn", "strong eki-net.com: its domain without dots"],
  ["wwicicibank.com", "strong icicibank.com: its domain without dots"],
  // 8: letters doubled several times, any two slips of a long name, a digit in a name that is cut in two.
  ["batalkan-transaksi-mandiriii.example.net", "weak bankmandiri.co.id: one letter more, beside batalkan"],
  ["eevriipost.cfd", "weak evri.com: one letter more, beside post"],
  ["steamcoumunilty.sbs", "weak steamcommunity.com: one letter more"],
  ["my-sbi-sec4-co-jp.com", "weak sbisec.co.jp: its name with a hyphen, beside my-co-jp"],
  // 6: a name before a stranger's domain.
  ["info-monex.vnrai.com", "weak monex.co.jp: its name before vnrai.com"],
  ["www.eki-net.vwk42.com", "weak eki-net.com: its name before vwk42.com"],
  ["amazon.q7x2b.com", "weak amazon.com: its name before q7x2b.com"],
  ["www-amazon-jp.n7vjr.com", "weak amazon.com: www and its name under another domain"],
  ["my-amazon-jp.n7vjr.com", "weak amazon.com: its name before n7vjr.com"],
  ["amazon-check-co-jp.l5j.top", "weak amazon.com: its name before l5j.top"],
  ["amazon-check-co-jp.202181253700.com", "weak amazon.com: its name before 202181253700.com"],
  ["nttdocomo.jp.waquan.co", "weak nttdocomo.co.jp: nttdocomo.jp stands before another domain"],
  ["amazonczm.buzz", "weak amazon.com: its name beside czm"],
  ["amazon.jp.huainan.net", "weak amazon.com: amazon.jp stands before another domain"],
  ["paypal.evil.top", "weak paypal.com: its name before evil.top"],
  ["auspost.addqe.com", "weak auspost.com.au: its name before addqe.com"],
  ["dpd.znlvmjo.cyou", "weak dpd.com: its name before znlvmjo.cyou"],
  ["paypay-card.zrgjjpl.cn", "weak paypay.ne.jp: its name before zrgjjpl.cn"],
  ["discord.enable-2fa.com", "weak discord.com: its name before enable-2fa.com"],
  ["outlook.login.userverifylogin.com", "weak outlook.com: its name before userverifylogin.com"],
  [
    "acb.chamsocthe-uudai-tructuyen-thang10.com",
    "weak acb.com.vn: its name before chamsocthe-uudai-tructuyen-thang10.com",
  ],
  ["exodussupport.cercel.app", "weak exodus.com: its name beside support"],
  ["apple-account.zhs-tkty.com", "weak apple.com: its name before zhs-tkty.com"],
  // 6 and 8: another suffix, and hosts that lend names.
  ["taobao.xyz", "weak taobao.com: its name under .xyz"],
  ["steamcommunity.link", "weak steamcommunity.com: its name under .link"],
  ["m-facebook.com.co", "weak facebook.com: its name and a hyphen"],
  ["中国建设银行.top", "weak ccb.com: its name under .top"],
  ["圆通快递.xyz", "weak yto.net.cn: its name under .xyz"],
  ["hepingjingying-libao.top", "weak gp.qq.com: its name and a hyphen"],
  ["vietcombank.cc", "weak vietcombank.com.vn: its name under .cc"],
  ["paypal.vercel.app", "weak paypal.com: its name on vercel.app"],
  ["icbcapk.com", "weak icbc.com.cn: its name beside apk"],
  ["lazadaj16.com", "weak lazada.com: its name beside j16"],
  ["facebook-pi.blogspot.com", "weak facebook.com: its name and a hyphen"],
  ["instagramxyz.vercel.app", "weak instagram.com: its name beside xyz"],
  ["cdn-b-whatsapp.com.cn", "weak whatsapp.com: its name and a hyphen"],
  ["gopay30.owxk.top", "weak gopay.co.id: its name beside 30"],
  ["tiktok.zz-mall.shop", "weak tiktok.com: its name before zz-mall.shop"],
  ["taobao-kefu.vercel.app", "strong taobao.com: its name beside kefu"],
  ["tes1a.com", "strong tesla.com: 1 for l"],
  ["nnicrosoft.com", "strong microsoft.com: nn for m"],
  ["instagrann.com", "strong instagram.com: nn for m"],
  ["ɢoogletranslate.com", "strong google.com: ɢ for g"],
  ["accounts.ɢoogletranslate.com", "strong google.com: ɢ for g"],
  // 7: slips.
  ["hpotmail.com", "weak outlook.com: one letter more"],
  ["microsft.com", "weak microsoft.com: one letter less"],
  ["alipayy.com", "weak alipay.com: one letter more"],
  ["instagarm.com", "weak instagram.com: two letters swapped"],
  ["localbìtcoìn.com", "weak localbitcoins.com: one letter less"],
  ["gmial.com", "weak gmail.com: two letters swapped"],
  ["gojec.com", "weak gojek.com: c for k"],
  ["whatsaap.com", "weak whatsapp.com: a for p"],
  ["bookinq.com", "weak booking.com: q for g"],
  ["discocrd.com", "weak discord.com: one letter more"],
  ["uspss.com", "weak usps.com: one letter more"],
  ["dhll.express", "weak dhl.com: one letter more"],
  ["billibilli.tv", "weak bilibili.com: one letter more"],
  ["tao-bao.com", "weak taobao.com: its name with a hyphen"],
  ["we11s-fargo.com", "weak wellsfargo.com: its name with a hyphen"],
  ["maskmeta.io", "weak metamask.io: its name with its halves swapped"],
  // 8: a slip, or a name cut in two, where something stands beside it.
  ["amazom-orders.com", "weak amazon.com: m for n, beside orders"],
  ["paypall-service.com", "weak paypal.com: one letter more, beside service"],
  ["dropbx-share.com", "weak dropbox.com: one letter less, beside share"],
  ["dropbqx-zzgt.com", "weak dropbox.com: q for o, beside zzgt"],
  ["rnomo-vn.com", "strong momo.vn: rn for m"],
  ["usp-ebaay-login.com", "weak ebay.com: one letter more, beside login"],
  ["facebokhelp.com", "weak facebook.com: one letter less, beside help"],
  ["loginfacebok.com", "weak facebook.com: one letter less, beside login"],
  ["amazzonprime-renewal.com", "weak amazon.com: one letter more, beside prime"],
  ["whatsaapweb.com", "weak whatsapp.com: a for p, beside web"],
  ["spotifiypremium.com", "weak spotify.com: one letter more, beside premium"],
  ["bilbilivip.com", "weak bilibili.com: one letter less, beside vip"],
  ["doyuinshop.cn", "weak douyin.com: two letters swapped, beside shop"],
  ["netaese-youxi.com", "weak 163.com: two letters swapped, beside youxi"],
  ["wwwfacebok.com", "weak facebook.com: one letter less, beside www"],
  ["face-book-login.com", "weak facebook.com: its name with a hyphen, beside login"],
  ["paypall.secure-login.com", "weak paypal.com: one letter more, beside another domain"],
  ["amazom.orders.x-shop-9.com", "weak amazon.com: m for n, beside another domain"],
  ["pay.pal.com-x.net", "weak paypal.com: its name with a dot"],
  // 3: in digits and marks, with a word joined.
  ["paypa1translate.com", "weak paypal.com: 1 for l, beside translate"],
  ["micros0ft365login.com", "weak microsoft.com: 0 for o, beside 365login"],
  ["microsöfttranslator.com", "strong microsoft.com: ö for o"],
  ["0vo.id", "strong ovo.id: 0 for o"],
  ["1rs-gov.com", "strong irs.gov: 1 for i"],
  // 5 and 6: phrases of trust beside everyday words, suffixes that are sold to anybody.
  ["chase-verifyaccount.com", "weak chase.com: its name beside verifyaccount"],
  ["booking.guest-confirm8841.com", "weak booking.com: its name before guest-confirm8841.com"],
  ["qq-zone.top", "weak qq.com: its name and a hyphen"],
  ["roblox.com.ge", "weak roblox.com: its name under .com.ge"],
  // A letter twice too often makes no other word, in everyday words and the shortest names too.
  ["bookingg-reservation.com", "weak booking.com: one letter more, beside reservation"],
  ["garenna-shop.com", "weak garena.com: one letter more, beside shop"],
  ["iclouudfind.com", "weak icloud.com: one letter more, beside find"],
  ["aapplesupport.com", "weak apple.com: one letter more, beside support"],
  ["hmrcc-team.info", "weak gov.uk: one letter more, beside team"],
  ["okxxwallet.com", "weak okx.com: one letter more, beside wallet"],
  // Digits and groups of letters in short names, with words beside them.
  ["yah00mail.com", "weak yahoo.com: 0 for o, beside mail"],
  ["zoorn-meeting.com", "strong zoom.us: rn for m"],
  // What everybody's names end with, at the beginning.
  ["mailroyal-parcel.co.uk", "weak royalmail.com: its name with its halves swapped, beside parcel"],
  ["bankvietin.net", "weak vietinbank.vn: its name with its halves swapped"],
  // Two slips in a long name, one of them a letter doubled or two swapped.
  ["steamcommunutiy.com", "weak steamcommunity.com: one letter more"],
  // Domains without dots, and with a hyphen behind them.
  ["wwwchasecom.com", "strong chase.com: its domain without dots"],
  ["ezpassny.com-tollbill.xin", "strong e-zpassny.com: ezpassny.com stands before another domain"],
  // A word of the name's own country at the end of others.
  ["bni-gantitarif.com", "strong bni.co.id: its name beside gantitarif"],
  // A word that is a name, between parts that no person chose.
  ["wbk-telegram-q.org", "weak telegram.org: its name and a hyphen"],
  // A name with a hyphen before a posing end, and one behind a region.
  ["e-zpassny.com-ticketd.xin", "strong e-zpassny.com: e-zpassny.com stands before another domain"],
  ["floridasunpass-toll.com", "weak sunpass.com: its name beside toll"],
  // A slip and hyphens at once, one letter wrong wherever it stands, a first letter that sounds the same, one more within.
  ["bank-off-china.com", "weak boc.cn: its name with a hyphen, one letter more"],
  ["myelherwallel.com", "weak myetherwallet.com: l for t"],
  ["clikbca.com", "weak klikbca.com: c for k"],
  ["telegraem.org", "weak telegram.org: one letter more"],
  // A word that companies put behind their names, before one.
  ["mailprotonmail.ch", "weak proton.me: its name beside mail"],
  // A bank's short name with its country and a letter, and with a misspelt word.
  ["online.acbvnx.com", "weak acb.com.vn: its name beside vnx"],
  ["online.acbonliine.com", "weak acb.com.vn: its name beside onliine"],
  // A company's domain in hyphens, and its name behind www, before a stranger; states abroad.
  ["aeon-ne-jp.kbdy.com.cn", "strong aeon.co.jp: aeon.ne stands before another domain"],
  ["www-monex.yuiow.com", "weak monex.co.jp: www and its name under another domain"],
  ["sat.gob.mx-devolucion.com", "strong gob.mx: gob.mx stands before another domain"],
  // Lures of other languages, and what an everyday word is copied for.
  ["ups-delivery-fee.top", "weak ups.com: its name beside delivery"],
  ["gosuslugi-vyplaty.ru", "strong gosuslugi.ru: its name beside vyplaty"],
  ["ziraatbank-odeme.com", "strong ziraatbank.com.tr: its name beside odeme"],
  ["belastingdienst-schuld.com", "strong belastingdienst.nl: its name beside schuld"],
  ["kuronekoyamato-saihaitatsu.com", "strong kuronekoyamato.co.jp: its name beside saihaitatsu"],
  ["impots-gouv-remboursement.com", "strong impots.gouv.fr: its name beside remboursement"],
] as const)("%s is told", ([host, expected]) => {
  expect(told(host)).toBe(expected);
});

test.each([
  // What banks call the hosts of their customers is a bank's name too.
  "ibank.example.ru",
  "webank.example.ru",
  // Houses of one name, each with its place.
  "berliner-sparkasse.de",
  "sparkasse-musterstadt.de",
  // Spelled as its own site is.
  "my.credit-agricole.com.ua",
  // Under a suffix that a country gives to its companies.
  "vietinbanksc.com.vn",
  "docomoxt.co.jp",
  // Words that companies join to their names.
  "trezorpro.com",
  "dhl-paket.example.de",
  // Another name beside a part that everybody's names have.
  "fastmoney.cc",
  "chinamost.net",
  "onlinesbm.com",
  "7mobile.de",
  "tenplay.com.au",
  // Two words that others join too, and a short name that is copied seldom.
  "cmic.site",
  "anonymizer.nntime.com",
  "amazônia.example",
  "d-card.jp",
  "w3tv.eu",
  // Other companies of the same name, at home in another country.
  "webank.it",
  "gopay.cz",
  // Companies end names so where names cost money.
  "bbvanet.com.mx",
  "xiaominet.com",
  // Houses in the suffix's country, and what companies call what they sell.
  "yahoo-help.jp",
  "hulu-japan.jp",
  "rakuten-card.jp",
  "aldi-reisen.de",
  "carrefour-banque.fr",
  "disneyrewards.com",
  "eastmoneyloans.com",
  "capitaloneonline.co.uk",
  "lapostemobile.fr",
  // Software of that name, which a list kept by hand names.
  "weechat.org",
  // Other names of Pinyin syllables, of banks, and beside places; words that go on with a name's letters.
  "gz-xinyu.com",
  "xiaoni.com",
  "meine-vrbank.de",
  "china-cnic.com",
  "programmercarl.com",
  // One of several, before a word.
  "epicgameads.com",
  // A vowel beside a vowel makes another name.
  "ailiyun.com",
  "xiaomai.live",
  "tencentcloudcs.com",
  "id-photo-verify.com",
  "4399mail.com",
  // Two words that everybody joins.
  "best-buy-cars.example",
  "python-telegram-bot.org",
  // What companies run for themselves.
  "outlook.q7x2b.com",
  "github.q7x2b.com",
  // Newspapers, programs and halls that bear a name or the word that it is.
  "ledger-enquirer.com",
  "ledger-cli.org",
  "roblox-ts.com",
  "wellsfargocenterphilly.com",
  // Another name beside what everybody's names end with; words of two names.
  "deutschebahn.com",
  "ticketmonster.co.kr",
  "creditoagricola.pt",
  "oovoo.com",
  // Sites about a company, companies' own letters and accents, and what measures for others.
  "wellsfargohistory.com",
  "chinaunicom-a.com",
  "société-générale.fr",
  "walgreens.com.ssl.d1.sc.omtrdc.net",
  // A letter before or behind all of a name's.
  "úps.com",
  "itelegram.ir",
  "bilibiliq.com",
  // A company's house in China, another company's name, letters that double no name, a bank's words on somebody's host.
  "dingtalk-help.cn",
  "allpay.net",
  // What sites about it put beside a name, as reported of Chrome (GrapheneOS/Vanadium 259); letters that words have.
  "www.perfectly-nintendo.com",
  "uspsbackdrop.rest",
  "feishu-wbe.com",
  "wps-pump.com.cn",
  // Another word beside the whole last one, and other words that begin like it.
  "smartcommunity.it",
  "startcommunity.de",
  "stevenscommunity.org",
  "steamcommander.com",
  "steamcompany.nl",
  "steamcommons.org",
  "steamcommuter.com",
  "stemcommunities.org",
  "trezor.gov.rs",
  "roblox.com.mx",
  "topdesk.net",
  "usssa.com",
  "bri-promo.example.com",
  "dana-indonesia.example.com",
])("%s is honest", (host) => {
  expect(told(host)).toBe(null);
});

test("honest hosts get nothing", () => {
  const honest =
    `slack.company.com discord.giftshop.com facebook.mailcompany.de coinbase.design jira.company.com dhl.shopname.de wechat.company.com zoom.university.edu github.company.io facebook.company.com
    netflix.fandom.com paypal.zendesk.com verizon.custhelp.com binance.zendesk.com paypal.github.io netflix.github.io
    trezor-docs.github.io alipay-inc.com lazada-logistics.cn paypal-brasil.com.br maybank-ke.com.vn coinbasepro.com wellsfargojobs.com
    spotify-charts.com whatsapp-sticker.example youtube-dl.org minecraft-server-list.com revolutioncasino.fr interaction-design.org
    onedriveclubprodbn20001.blob.core.windows.net openair.com coreos.com sunwing.ca mailu.io meixin.com xiaoma.fr aliway.com
    mediatracking.us deeplearn.work interaconline.com mailchimpapp.com apple-orchard.example orange.fr booking-calendar.com
    taobao.com item.taobao.com alicdn.com alipayobjects.com shopee.tw shopee.co.id amazon.co.jp google.com.vn
    paypal-community.com paypalobjects.com microsoftonline.com icloud.com.cn 12306.cn www.gov.cn zjt.gov.cn pajak.go.id
    mail.qq.com exmail.qq.com bankmandiri.co.id vcbdigibank.vietcombank.com.vn apple-pie.com orange-county.com
    best-apple-pie-recipes.com finance.com chasecenter.com goggle.com example.com localhost 127.0.0.1 xn--fiqs8s
    münchen.de bücher.example nguyễn.vn việtnam.vn café.com 中国.cn 中国银行.cn 银行.vip 中国钱包.top 新华网.cn 淘宝.com 故宫.cn россия.рф пример.рф ελλάδα.gr
    ひらがな.jp ノート.jp サッカー・ニュース.jp l·l.cat 한국.kr bloß.de smørrebrød.dk łódź.pl ěščř.cz straße.de übergröße.de`.split(
      /\s+/u,
    );
  expect(honest.flatMap((host) => (told(host) === null ? [] : [`${host}: ${told(host)}`]))).toEqual([]);
});

test.each([
  "9to5google.com",
  "youtubemp3.io",
  "tiktok.zz-mall.com",
  "gopay30.owxk.com",
  "tencentipv6.com",
  "facebook-pi.com",
  "instagramxyz.com",
  "10010js.com",
  "wap.icbios.cc",
  "apple.gtroms.cn",
  // The shortest names with a letter twice, before words that ask for nothing or are short, and with two letters twice.
  "okxxservice.com",
  "okxxgift.com",
  "ookxxwallet.com",
  // A word that is a name beside one letter, and beside parts that persons chose.
  "telegram-q.org",
  "telegram-foo-bar.org",
  // Names of four letters: beside a place or no word, of no closed name, with a letter less.
  "hmrcc-uk.info",
  "hmrcc-xyzq.info",
  "zaloo-team.info",
  "nta-team.info",
  // Another name of syllables of Pinyin, beside a word and before a domain.
  "kuaisoushop.com",
  "xinyu.example.net",
])("%s may be honest, and gets nothing", (host) => {
  expect(told(host)).toBe(null);
});

test("no brand's own site looks like another", () => {
  const { brands } = catalogue();
  expect(brands.size).toBeGreaterThan(800);
  const told_ = [...brands.values()].flatMap(({ site }) => [site, `www.${site}`]).filter((site) => told(site) !== null);
  expect([...new Set(told_)]).toEqual([]);
});

test("what belongs to a known domain is honest without a look at any name, so that a start need not compile them", () => {
  const names = () => {
    throw new Error("expected no look at the names");
  };
  for (const host of ["item.jd.com", "qr.alipay.com", "a1.g.akamai.net"])
    expect(lookalikeOf(host, knownDomains(), names)).toBe(null);
});
