/**
 * What letters look like where UTS 39 says nothing of it: in each line what is looked like, then the letters that look like it.
 * Source: own reading of letter shapes in the fonts of common systems, 2026-11-28.
 */
export const LETTERS = `
a αаɑ∂ǝᴀꭺաɐ
ae æ
b вьъβʙƀɓƅϐծ
c сϲᴄƈȼꮯ¢ҫ
d đɖɗᴅƌժԁð
e еєεɛҽәᴇɇꭼɘ
f ƒғꜰքſ
g ɡɢǥɠցգԍ
h нһհʜħɦћђ
i іιɪıɨїίꭵӏ
j јյʝɉ
k кκᴋƙқҝҡӄĸ
l łƚɫʟլɭɬ
m мᴍɱӎ
n пηɴŋƞɲոռиռӊ
o оοσөᴏøөօоʘꝋɵ
oe œ
p рρᴘƿþҏ
q ԛգզʠ
r гʀɍɼɽᴦ
s ѕꜱʂ
ss ß
t тτᴛŧƭţҭ
u υцᴜսʉџμ
v νѵᴠѷʋ
w шщωԝաᴡѡ
x хχҳ×
y уүγʏɣұყўƴ
z ᴢƶʐȥ
`;

/** Han characters in the shape that names are compared in, then their other shapes. Source: Unihan (kSimplifiedVariant, kZVariant). */
export const HAN = `
宝 寶寳寚
东 東
银 銀
国 國囯
业 業
农 農
设 設
联 聯
云 雲
闪 閃
贝 貝
财 財
团 團
网 網
邮 郵
储 儲
华 華
发 發髮
兴 興
蓝 藍
务 務
总 總
铁 鐵
应 應
爱 愛
饿 餓
么 麼
滴 嘀
携 攜擕
书 書
红 紅
飞 飛
钉 釘
鱼 魚
闲 閒閑
猫 貓
拼 併
购 購
苏 蘇
宁 寧
会 會
当 當
点 點
评 評
视 視
频 頻
微 徽薇
信 伩
讯 訊
腾 騰
里 裡裏
顺 順
丰 豐
圆 圓
极 極
兔 兎
京 亰
浦 蒲
`;

/** Han characters that only look alike. Source: own reading, 2026-11-28. */
export const HAN_ALIKE = `
付 忖
支 攴
百 佰
快 怏
手 毛
巴 巳
民 尼
平 乎
工 エ
口 ロ囗
二 ニ
力 カ
日 曰
大 太犬
天 夭无
土 士
未 末
己 已巳
人 入
千 干
`;
