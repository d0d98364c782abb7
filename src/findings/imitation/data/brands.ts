/** A line a brand: its label, weight and reach, the site people mean by it, and its Chinese names. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const BRANDS = String.raw`
icbc distinct global icbc.com.cn 工商银行,工行 closed
ccb short global ccb.com 建设银行,建行 closed
abchina distinct CN abchina.com 农业银行,农行 closed
bankofchina distinct global boc.cn 中国银行,中行 closed
boc short global boc.cn - closed
bankcomm distinct global bankcomm.com 交通银行,交行 closed
cmbchina distinct CN cmbchina.com 招商银行,招行 closed
cmb short global cmbchina.com - closed
psbc distinct CN psbc.com 邮储银行,邮政储蓄 closed
citicbank distinct global citicbank.com 中信银行 closed
cebbank distinct CN cebbank.com 光大银行 closed
spdb distinct CN spdb.com.cn 浦发银行 closed
cib common CN cib.com.cn 兴业银行 closed
cmbc distinct CN cmbc.com.cn 民生银行 closed
hxb short CN hxb.com.cn 华夏银行 closed
pingan distinct global pingan.com 平安银行,平安 closed
cgbchina distinct CN cgbchina.com.cn 广发银行 closed
webank distinct CN webank.com 微众银行 closed
mybank common CN mybank.cn 网商银行 closed
unionpay distinct global unionpay.com 银联,云闪付 closed
95516 distinct CN 95516.com - closed
bankofbeijing distinct CN bankofbeijing.com.cn 北京银行 closed
eastmoney distinct CN eastmoney.com 东方财富 closed
htsc short CN htsc.com.cn 华泰证券 closed
bca short ID bca.co.id - closed
klikbca distinct ID klikbca.com - closed alone
mybca distinct ID bca.co.id - closed alone
bri short ID bri.co.id - closed
brimo distinct ID bri.co.id - closed alone
ibankbri distinct ID bri.co.id - closed alone
bni46 distinct ID bni.co.id - closed alone
bsi short ID bankbsi.co.id - closed
bni short ID bni.co.id - closed
mandiri word ID bankmandiri.co.id - closed
bankmandiri distinct ID bankmandiri.co.id - closed alone
livin common ID bankmandiri.co.id - closed
btn common ID btn.co.id - closed
danamon distinct ID danamon.co.id - closed
cimbniaga distinct ID cimbniaga.co.id - closed alone
permatabank distinct ID permatabank.com - closed alone
bankmega distinct ID bankmega.com - closed alone
bankbsi distinct ID bankbsi.co.id - closed alone
bankjago distinct ID jago.com - closed alone
seabank distinct ID seabank.co.id - closed alone
linkaja distinct ID linkaja.id - closed alone
gopay distinct ID gopay.co.id - closed alone
ovo short ID ovo.id - closed
dana word ID dana.id - closed
shopeepay distinct ID shopeepay.co.id - closed alone
ocbcnisp distinct ID ocbc.id - closed alone
muamalat distinct ID bankmuamalat.co.id - closed alone
bankbjb distinct ID bankbjb.co.id - closed alone
indodax distinct ID indodax.com - closed alone
tokocrypto distinct ID tokocrypto.com - closed alone
akulaku distinct ID akulaku.com - closed alone
kredivo distinct ID kredivo.com - closed alone
vietcombank distinct VN vietcombank.com.vn - closed alone
vcb short VN vietcombank.com.vn - closed
vcbdigibank distinct VN vietcombank.com.vn - closed alone
vietinbank distinct VN vietinbank.vn - closed alone
bidv distinct VN bidv.com.vn - closed alone
agribank distinct VN agribank.com.vn - closed alone
techcombank distinct VN techcombank.com - closed alone
mbbank distinct VN mbbank.com.vn - closed alone
vpbank distinct VN vpbank.com.vn - closed alone
acb short VN acb.com.vn - closed
sacombank distinct VN sacombank.com.vn - closed alone
tpbank distinct VN tpb.vn - closed alone
hdbank distinct VN hdbank.com.vn - closed alone
vib short VN vib.com.vn - closed
shb short VN shb.com.vn - closed
eximbank distinct VN eximbank.com.vn - closed
msb common VN msb.com.vn - closed
ocb short VN ocb.com.vn - closed
lienvietpostbank distinct VN lienvietpostbank.com.vn - closed alone
namabank distinct VN namabank.com.vn - closed alone
pvcombank distinct VN pvcombank.com.vn - closed alone
abbank distinct VN abbank.vn - closed alone
vietbank distinct VN vietbank.com.vn - closed alone
momo word VN momo.vn - closed
zalopay distinct VN zalopay.vn - closed alone
vnpay distinct VN vnpay.vn - closed alone
viettelpay distinct VN viettelpay.vn - closed alone
viettelmoney distinct VN viettelmoney.vn - closed alone
napas distinct VN napas.com.vn - closed alone
kienlongbank distinct VN kienlongbank.com - closed alone
saigonbank distinct VN saigonbank.com.vn - closed alone
scb short VN scb.com.vn - closed
hsbc distinct global hsbc.com 汇丰 closed
standardchartered distinct global sc.com 渣打 closed
citibank distinct global citibank.com 花旗 closed
citi short global citi.com - closed
chase common global chase.com - closed
wellsfargo distinct global wellsfargo.com - closed alone
bankofamerica distinct global bankofamerica.com - closed
capitalone distinct global capitalone.com - closed
americanexpress distinct global americanexpress.com - closed
amex distinct global americanexpress.com - closed
usbank distinct global usbank.com - closed
tdbank distinct global td.com - closed
truist distinct global truist.com - closed
barclays distinct global barclays.co.uk - closed
lloydsbank distinct global lloydsbank.com - closed
natwest distinct global natwest.com - closed
santander distinct global santander.com - closed
halifax common global halifax.co.uk - closed
nationwide common global nationwide.co.uk - closed
monzo distinct global monzo.com - closed
revolut distinct global revolut.com - closed
n26 short global n26.com - closed
wise common global wise.com - closed
deutschebank distinct global db.com - closed
commerzbank distinct global commerzbank.de - closed
sparkasse word global sparkasse.de - closed houses
postbank distinct global postbank.de - closed
comdirect distinct global comdirect.de - closed
abnamro distinct global abnamro.nl - closed
rabobank distinct global rabobank.nl - closed
bnpparibas distinct global bnpparibas.com - closed
creditagricole distinct global credit-agricole.fr - closed
societegenerale distinct global societegenerale.com - closed
labanquepostale distinct global labanquepostale.fr - closed
intesasanpaolo distinct global intesasanpaolo.com - closed
unicredit distinct global unicredit.it - closed
bbva distinct global bbva.com - closed
caixabank distinct global caixabank.es - closed
bancsabadell distinct global bancsabadell.com - closed
bankinter distinct global bankinter.com - closed
ubs short global ubs.com - closed
postfinance distinct global postfinance.ch - closed
nordea distinct global nordea.com - closed
danskebank distinct global danskebank.dk - closed
swedbank distinct global swedbank.se - closed
sberbank distinct global sberbank.ru - closed
tinkoff distinct global tbank.ru - closed
commbank distinct global commbank.com.au - closed
westpac distinct global westpac.com.au - closed
anz short global anz.com.au - closed
bankwest distinct global bankwest.com.au - closed
rbcroyalbank distinct global rbcroyalbank.com - closed
scotiabank distinct global scotiabank.com - closed
cibc distinct global cibc.com - closed
desjardins distinct global desjardins.com - closed
interac distinct global interac.ca -
hdfcbank distinct global hdfcbank.com - closed
icicibank distinct global icicibank.com - closed
onlinesbi distinct global onlinesbi.sbi - closed
axisbank distinct global axisbank.com - closed
paytm distinct global paytm.com -
phonepe distinct global phonepe.com -
itau distinct global itau.com.br - closed
bradesco distinct global bradesco.com.br - closed
nubank distinct global nubank.com.br - closed
bancolombia distinct global bancolombia.com - closed
mufg distinct global mufg.jp - closed
smbc distinct global smbc.co.jp - closed alone
kbstar distinct global kbstar.com - closed
shinhan distinct global shinhan.com - closed
kasikornbank distinct global kasikornbank.com - closed
krungthai distinct global krungthai.com - closed
bangkokbank distinct global bangkokbank.com - closed
maybank distinct global maybank.com - closed
maybank2u distinct global maybank2u.com.my - closed
dbs short global dbs.com.sg - closed
ocbc distinct global ocbc.com - closed
uob short global uobgroup.com - closed
metrobank distinct global metrobank.com.ph - closed
gcash distinct global gcash.com - closed
touchngo distinct global touchngo.com.my - closed
paypal distinct global paypal.com - closed alone
venmo distinct global venmo.com - closed
cashapp distinct global cash.app - closed
zelle distinct global zellepay.com - closed
skrill distinct global skrill.com - closed
payoneer distinct global payoneer.com - closed
westernunion distinct global westernunion.com - closed
moneygram distinct global moneygram.com - closed
remitly distinct global remitly.com - closed
transferwise distinct global wise.com - closed
klarna distinct global klarna.com - closed
afterpay distinct global afterpay.com - closed
stripe common global stripe.com -
squareup distinct global squareup.com -
visa common global visa.com - closed
mastercard distinct global mastercard.com - closed
paypay distinct global paypay.ne.jp - closed alone
interactivebrokers distinct global interactivebrokers.com -
robinhood word global robinhood.com - closed
etoro distinct global etoro.com - closed
fidelity common global fidelity.com - closed
schwab distinct global schwab.com - closed
vanguard common global vanguard.com - closed
posb distinct global dbs.com.sg - closed
cimb distinct global cimbniaga.co.id - closed
creditmutuel distinct global creditmutuel.fr - closed
boursorama distinct global boursorama.com - closed
boursobank distinct global boursobank.com - closed
banquepopulaire distinct global banquepopulaire.fr - closed
caisse-epargne distinct global caisse-epargne.fr - closed
raiffeisen common global raiffeisen.ch -
fortuneo distinct global fortuneo.fr - closed
hellobank distinct global hellobank.fr - closed
cofidis distinct global cofidis.fr - closed
lcl short global lcl.fr - closed
dkb short global dkb.de - closed
ing short global ing.com - closed
consorsbank distinct global consorsbank.de - closed
targobank distinct global targobank.de - closed
bunq distinct global bunq.com - closed
belfius distinct global belfius.be - closed
kbc short global kbc.be - closed
swisspass distinct global swisspass.ch - closed
openbank distinct global openbank.es -
ibercaja distinct global ibercaja.es - closed
nexi word global nexi.it - closed
fineco distinct global finecobank.com - closed
davivienda distinct global davivienda.com - closed
pichincha word global pichincha.com - closed
viabcp distinct global viabcp.com - closed
bancoestado distinct global bancoestado.cl - closed
banorte distinct global banorte.com - closed
banamex distinct global banamex.com - closed
mercadopago distinct global mercadopago.com - closed
pagseguro distinct global pagseguro.uol.com.br - closed
picpay distinct global picpay.com - closed
serasa distinct global serasa.com.br - closed
banrisul distinct global banrisul.com.br - closed
pkobp distinct global pkobp.pl - closed
mbank distinct global mbank.pl - closed
pekao distinct global pekao.com.pl - closed
millennium common global bankmillennium.pl - closed
sumup distinct global sumup.com - closed
affirm common global affirm.com - closed
discover common global discover.com - closed
navyfederal distinct global navyfederal.org - closed
usaa distinct global usaa.com - closed
regions common global regions.com - closed
huntington common global huntington.com - closed
citizensbank distinct global citizensbank.com - closed
ally common global ally.com - closed
jpmorgan distinct global jpmorganchase.com - closed
etrade distinct global etrade.com - closed
tangerine common global tangerine.ca - closed
bmo short global bmo.com - closed
nab short global nab.com.au - closed
kotak distinct global kotak.com - closed
smbc-card distinct global smbc-card.com - closed
jcb short global jcb.co.jp - closed
saisoncard distinct global saisoncard.co.jp - closed
aeon word global aeon.co.jp - closed
sbisec distinct global sbisec.co.jp - closed
monex word global monex.co.jp - closed alone
mizuhobank distinct global mizuhobank.co.jp - closed
jibunbank distinct global jibunbank.co.jp - closed
resonabank distinct global resonabank.co.jp - closed
sonybank distinct global sonybank.jp - closed
jp-bank distinct global jp-bank.japanpost.jp - closed
sf-express distinct global sf-express.com 顺丰 closed
sfexpress distinct global sf-express.com - closed
yto short CN yto.net.cn 圆通
zto short CN zto.com 中通
sto common CN sto.cn 申通
yundaex distinct CN yundaex.com 韵达 closed
deppon distinct CN deppon.com 德邦
cainiao distinct global cainiao.com 菜鸟
jtexpress distinct global jtexpress.com.cn 极兔 closed
dhl short global dhl.com - closed alone
fedex distinct global fedex.com - closed
ups common global ups.com - closed
royalmail distinct global royalmail.com - closed
canadapost distinct global canadapost.ca - closed
auspost distinct global auspost.com.au - closed
dpd short global dpd.com - closed
evri distinct global evri.com - closed
laposte distinct global laposte.fr - closed
chronopost distinct global chronopost.fr - closed
colissimo distinct global laposte.fr - closed
mondialrelay distinct global mondialrelay.fr - closed
correos distinct global correos.es - closed
poste common global poste.it - closed
posteitaliane distinct global posteitaliane.it - closed
postnl distinct global postnl.nl - closed
bpost distinct global bpost.be - closed
anpost distinct global anpost.com - closed
postnord distinct global postnord.com - closed
singpost distinct global singpost.com - closed
jne short ID jne.co.id -
jnt short ID jet.co.id -
sicepat distinct ID sicepat.com - alone
posindonesia distinct ID posindonesia.co.id - closed alone
ninjavan distinct global ninjavan.co -
lalamove distinct global lalamove.com -
vnpost distinct VN vnpost.vn - closed alone
viettelpost distinct VN viettelpost.com.vn - closed alone
ghn short VN ghn.vn - closed
ghtk distinct VN ghtk.vn - closed alone
giaohangtietkiem distinct VN giaohangtietkiem.vn - closed alone
giaohangnhanh distinct VN ghn.vn - closed alone
aramex distinct global aramex.com - closed alone
inpost distinct global inpost.pl - closed
gls short global gls-group.eu - closed
brt short global brt.it - closed
seur distinct global seur.com - closed
purolator distinct global purolator.com - closed
thecourierguy distinct global thecourierguy.co.za - closed
correios distinct global correios.com.br - closed
sagawa-exp distinct global sagawa-exp.co.jp - closed
kuronekoyamato distinct global kuronekoyamato.co.jp - closed alone
parcelforce distinct global parcelforce.com - closed
nzpost distinct global nzpost.co.nz - closed
kuroneko word global kuronekoyamato.co.jp - closed alone
binance distinct global binance.com 币安 closed alone
okx short global okx.com 欧易 closed
okex distinct global okx.com - closed
huobi distinct global htx.com 火币 closed
coinbase distinct global coinbase.com - closed alone
kraken word global kraken.com - closed
bybit distinct global bybit.com - closed
kucoin distinct global kucoin.com - closed
bitget distinct global bitget.com - closed
gateio distinct global gate.io - closed
mexc distinct global mexc.com - closed
bitfinex distinct global bitfinex.com - closed
bitstamp distinct global bitstamp.net - closed
gemini common global gemini.com - closed
cryptocom distinct global crypto.com - closed
metamask distinct global metamask.io - closed
trustwallet distinct global trustwallet.com - closed
ledger word global ledger.com - closed alone
trezor distinct global trezor.io - closed alone
uniswap distinct global uniswap.org - alone
pancakeswap distinct global pancakeswap.finance - closed
opensea distinct global opensea.io -
imtoken distinct global token.im - closed
tronlink distinct global tronlink.org - closed
tronscan distinct global tronscan.org - closed
etherscan distinct global etherscan.io -
bscscan distinct global bscscan.com -
tether word global tether.to - closed
upbit distinct global upbit.com -
bithumb distinct global bithumb.com - closed
bitflyer distinct global bitflyer.com - closed alone
coincheck distinct global coincheck.com - closed
myetherwallet distinct global myetherwallet.com - closed
safepal distinct global safepal.com - closed
onekey distinct global onekey.so -
polymarket distinct global polymarket.com -
hyperliquid distinct global hyperliquid.xyz -
dydx distinct global dydx.exchange -
aave distinct global aave.com -
raydium distinct global raydium.io -
magiceden distinct global magiceden.io -
rarible distinct global rarible.com -
remitano distinct global remitano.com - closed
localbitcoins distinct global localbitcoins.com - closed
blockchain common global blockchain.com - closed
coinmarketcap distinct global coinmarketcap.com -
coingecko distinct global coingecko.com -
deribit distinct global deribit.com - closed
phantom common global phantom.com - closed
moonpay distinct global moonpay.com - closed
walletconnect distinct global walletconnect.com - closed
exodus word global exodus.com - closed
uphold word global uphold.com - closed
solflare distinct global solflare.com - closed
rabby distinct global rabby.io - closed
atomicwallet distinct global atomicwallet.io - closed
bitpanda distinct global bitpanda.com - closed
bitvavo distinct global bitvavo.com - closed
bitmart distinct global bitmart.com - closed
hitbtc distinct global hitbtc.com - closed
poloniex distinct global poloniex.com - closed
bittrex distinct global bittrex.com - closed
lbank distinct global lbank.com - closed
sushiswap distinct global sushi.com -
zksync distinct global zksync.io -
arbitrum distinct global arbitrum.io -
dexscreener distinct global dexscreener.com -
jupiter common global jup.ag - closed
bitbank distinct global bitbank.cc - closed
ndax distinct global ndax.io - closed
changelly distinct global changelly.com - closed
1inch distinct global 1inch.io -
ledgerlive distinct global ledger.com - closed alone
12306 distinct CN 12306.cn 铁路12306 closed
chinatax distinct CN chinatax.gov.cn 税务局,国家税务总局 closed
gsxt distinct CN gsxt.gov.cn - closed
miit short CN miit.gov.cn 工信部 closed
cnnic distinct CN cnnic.cn -
mohrss distinct CN mohrss.gov.cn 社保局 closed
10086 distinct CN 10086.cn 中国移动
chinamobile distinct CN 10086.cn -
10010 distinct CN 10010.com 中国联通
chinaunicom distinct CN chinaunicom.cn -
chinatelecom distinct CN chinatelecom.com.cn 中国电信
chinapost distinct CN chinapost.com.cn 中国邮政 closed
kominfo distinct ID komdigi.go.id - closed alone
komdigi distinct ID komdigi.go.id - closed alone
djponline distinct ID pajak.go.id - closed alone
bpjs distinct ID bpjs-kesehatan.go.id -
dukcapil distinct ID kemendagri.go.id - closed alone
prakerja distinct ID prakerja.go.id - closed alone
pertamina distinct ID pertamina.com -
mypertamina distinct ID mypertamina.id -
pln short ID pln.co.id - closed
telkomsel distinct ID telkomsel.com - alone
indihome distinct ID indihome.co.id -
vneid distinct VN vneid.gov.vn - closed alone
dichvucong distinct VN dichvucong.gov.vn - closed alone
baohiemxahoi distinct VN baohiemxahoi.gov.vn - closed alone
vssid distinct VN baohiemxahoi.gov.vn - closed alone
thuedientu distinct VN thuedientu.gdt.gov.vn - closed alone
tongcucthue distinct VN gdt.gov.vn - closed alone
chinhphu distinct VN chinhphu.vn - closed
bocongan distinct VN bocongan.gov.vn - closed alone
evn short VN evn.com.vn - closed
viettel distinct VN viettel.com.vn -
vinaphone distinct VN vinaphone.com.vn -
mobifone distinct VN mobifone.vn -
vnpt distinct VN vnpt.com.vn -
irs short global irs.gov - closed
usps distinct global usps.com - closed
hmrc distinct global gov.uk - closed
dvla distinct global gov.uk - closed
mygov distinct global my.gov.au - closed
centrelink distinct global servicesaustralia.gov.au - closed
medicare common global medicare.gov - closed
sunpass distinct global sunpass.com - closed
singpass distinct global singpass.gov.sg - closed
indosat distinct ID ioh.co.id -
ameli word global ameli.fr - closed
urssaf distinct global urssaf.fr -
franceconnect distinct global franceconnect.gouv.fr - closed
doctolib distinct global doctolib.fr -
sncf distinct global sncf.com -
ouigo distinct global ouigo.com -
navigo word global iledefrance-mobilites.fr -
enedis distinct global enedis.fr -
engie distinct global engie.com -
edf short global edf.fr - closed
agenciatributaria distinct global agenciatributaria.gob.es - closed
gosuslugi distinct global gosuslugi.ru -
elster word global elster.de -
digid distinct global digid.nl - closed
mijnoverheid distinct global mijn.overheid.nl - closed
ezpass distinct global e-zpassny.com - closed
e-zpass distinct global e-zpassny.com - closed
fastrak distinct global bayareafastrak.org - closed
txdmv distinct global txdmv.gov - closed
flhsmv distinct global flhsmv.gov - closed
linkt known global linkt.com.au - closed
irctc distinct global irctc.co.in - closed
uidai distinct global uidai.gov.in - closed
pegadaian distinct global pegadaian.co.id - closed
swisscom distinct global swisscom.ch -
antai word global antai.gouv.fr - closed
eki-net distinct global eki-net.com - closed
tepco distinct global tepco.co.jp - closed
google distinct global google.com 谷歌
gmail distinct global gmail.com - closed
googlemail distinct global google.com - closed
youtube distinct global youtube.com -
microsoft distinct global microsoft.com 微软
outlook word global outlook.com -
hotmail distinct global outlook.com - closed
office365 distinct global office.com - alone
microsoft365 distinct global microsoft.com -
microsoftonline distinct global microsoft.com - closed
onedrive distinct global onedrive.com - closed alone
sharepoint distinct global sharepoint.com -
msteams distinct global microsoft.com - closed
azure common global azure.com -
linkedin distinct global linkedin.com 领英
github word global github.com -
gitlab word global gitlab.com -
apple word global apple.com 苹果
icloud distinct global icloud.com - closed
appleid distinct global apple.com - closed alone
itunes distinct global apple.com - closed
appstore distinct global apple.com -
facetime distinct global apple.com - closed
yahoo distinct global yahoo.com -
aol short global aol.com -
protonmail distinct global proton.me - closed
zoho distinct global zoho.com -
foxmail distinct CN foxmail.com -
netease distinct global 163.com 网易
mailru distinct global mail.ru -
yandex distinct global yandex.com -
dropbox distinct global dropbox.com - alone
docusign distinct global docusign.com - closed alone
adobe distinct global adobe.com - alone
wetransfer distinct global wetransfer.com - closed
facebook distinct global facebook.com 脸书
instagram distinct global instagram.com -
whatsapp distinct global whatsapp.com -
telegram word global telegram.org 电报 alone
twitter distinct global x.com -
tiktok distinct global tiktok.com -
snapchat distinct global snapchat.com -
discord word global discord.com -
messenger common global messenger.com -
netflix distinct global netflix.com 网飞 closed
spotify distinct global spotify.com -
disneyplus distinct global disneyplus.com - closed
primevideo distinct global primevideo.com - closed
twitch word global twitch.tv -
steam word global steampowered.com 蒸汽平台
steamcommunity distinct global steamcommunity.com - closed
steampowered distinct global steampowered.com - closed
roblox distinct global roblox.com - closed
epicgames distinct global epicgames.com - closed
playstation distinct global playstation.com -
xbox distinct global xbox.com -
nintendo distinct global nintendo.com -
blizzard word global blizzard.com -
riotgames distinct global riotgames.com -
minecraft word global minecraft.net -
garena distinct global garena.com - closed
openai distinct global openai.com -
chatgpt distinct global chatgpt.com -
deepseek distinct global deepseek.com 深度求索
zoom common global zoom.us -
slack common global slack.com -
godaddy distinct global godaddy.com -
namecheap distinct global namecheap.com -
cloudflare word global cloudflare.com -
wordpress word global wordpress.com -
shopify word global shopify.com -
intuit distinct global intuit.com -
turbotax distinct global intuit.com - closed
quickbooks distinct global intuit.com - closed
mcafee distinct global mcafee.com -
lastpass distinct global lastpass.com - closed
bitwarden distinct global bitwarden.com -
1password distinct global 1password.com -
okta distinct global okta.com -
verizon distinct global verizon.com - closed
tmobile distinct global t-mobile.com -
t-mobile distinct global t-mobile.com -
att common global att.com -
vodafone distinct global vodafone.com -
telstra distinct global telstra.com.au - closed
xfinity known global xfinity.com - closed
comcast distinct global comcast.com - closed
huawei distinct global huawei.com 华为
xiaomi distinct global xiaomi.com 小米
samsung distinct global samsung.com 三星
lenovo distinct global lenovo.com 联想
oppo distinct global oppo.com -
vivo common global vivo.com -
wechat distinct global wechat.com 微信
weixin distinct global weixin.qq.com -
wechatpay distinct global pay.weixin.qq.com 微信支付 closed
tencent distinct global tencent.com 腾讯
qq short CN qq.com QQ空间,QQ邮箱
qzone common CN qq.com -
tenpay distinct CN tenpay.com 财付通 closed
baidu distinct global baidu.com 百度
weibo distinct CN weibo.com 微博
douyin distinct CN douyin.com 抖音
kuaishou distinct CN kuaishou.com 快手
xiaohongshu distinct CN xiaohongshu.com 小红书
bilibili distinct global bilibili.com 哔哩哔哩
dingtalk distinct global dingtalk.com 钉钉
feishu distinct CN feishu.cn 飞书
zhihu distinct CN zhihu.com 知乎
douban distinct CN douban.com 豆瓣
iqiyi distinct CN iqiyi.com 爱奇艺
youku distinct CN youku.com 优酷
aliyun distinct CN aliyun.com 阿里云
alibabacloud distinct global alibabacloud.com -
sogou distinct CN sogou.com 搜狗
ximalaya distinct CN ximalaya.com 喜马拉雅
zalo distinct VN zalo.me -
coccoc distinct VN coccoc.com -
kakaotalk distinct global kakao.com -
kakao distinct global kakao.com -
naver distinct global naver.com - alone
line common global line.me -
viber distinct global viber.com -
mihoyo distinct global mihoyo.com 米哈游
163 short global 163.com -
126 short global 126.com -
discordapp distinct global discord.com - closed
sbcglobal distinct global att.com - closed
bellsouth distinct global att.com - closed
ionos distinct global ionos.com - closed
ovhcloud distinct global ovhcloud.com -
bouyguestelecom distinct global bouyguestelecom.fr - closed
sfr short global sfr.fr -
bluewin distinct global bluewin.ch -
telekom word global telekom.de -
movistar distinct global movistar.es -
vodacom distinct global vodacom.co.za -
optus distinct global optus.com.au -
telcel distinct global telcel.com - closed
nttdocomo distinct global nttdocomo.co.jp - closed alone
docomo distinct global docomo.ne.jp - alone
softbank distinct global softbank.jp -
rogers common global rogers.com -
hulu distinct global hulu.com - closed
disney word global disney.com -
canalplus distinct global canalplus.com - closed
onlyfans distinct global onlyfans.com - closed
reddit distinct global reddit.com -
pinterest distinct global pinterest.com -
tinder common global tinder.com -
duolingo distinct global duolingo.com -
capcut distinct global capcut.com -
fortnite distinct global fortnite.com - closed
pubg distinct global pubg.com - closed
pubgmobile distinct global pubgmobile.com - closed
freefire distinct global ff.garena.com - closed
mobilelegends distinct global mobilelegends.com -
codashop distinct global codashop.com - closed
midasbuy distinct global midasbuy.com - closed
faceit word global faceit.com -
rockstargames distinct global rockstargames.com -
bet365 distinct global bet365.com - closed
skype distinct global skype.com -
tutanota distinct global tutanota.com -
hostinger distinct global hostinger.com -
bluehost distinct global bluehost.com -
gandi word global gandi.net -
cpanel word global cpanel.net -
norton common global norton.com -
kaspersky distinct global kaspersky.com -
gmx short global gmx.net -
webde distinct global web.de -
mailchimp distinct global mailchimp.com -
hubspot distinct global hubspot.com -
trustpilot distinct global trustpilot.com -
midjourney distinct global midjourney.com -
perplexity word global perplexity.ai -
claude common global claude.ai -
biglobe distinct global biglobe.ne.jp - alone
googletagmanager distinct global googletagmanager.com - closed
googleusercontent distinct global googleusercontent.com - closed
googlesyndication distinct global googlesyndication.com - closed
googleanalytics distinct global google-analytics.com - closed
google-analytics distinct global google-analytics.com - closed
googleplay distinct global play.google.com - closed alone
tesla common global tesla.com -
taobao distinct CN taobao.com 淘宝 closed
tmall distinct global tmall.com 天猫 closed
alipay distinct global alipay.com 支付宝 closed
alibaba distinct global alibaba.com 阿里巴巴
1688 short CN 1688.com -
aliexpress distinct global aliexpress.com 速卖通
xianyu distinct CN goofish.com 闲鱼 closed
jingdong distinct CN jd.com 京东 closed
jd short global jd.com -
jdpay distinct CN jdpay.com -
pinduoduo distinct CN pinduoduo.com 拼多多 closed
suning distinct CN suning.com 苏宁
vipshop distinct CN vipshop.com 唯品会 closed
meituan distinct CN meituan.com 美团
dianping distinct CN dianping.com 大众点评 closed
eleme distinct CN ele.me 饿了么
didi word CN didiglobal.com 滴滴
ctrip distinct global ctrip.com 携程
qunar distinct CN qunar.com 去哪儿 closed
fliggy distinct CN fliggy.com 飞猪 closed
dangdang distinct CN dangdang.com 当当
dewu distinct CN dewu.com 得物 closed
amazon word global amazon.com 亚马逊
ebay distinct global ebay.com -
walmart distinct global walmart.com 沃尔玛 closed
bestbuy distinct global bestbuy.com - closed
costco distinct global costco.com - closed
target common global target.com -
etsy distinct global etsy.com - closed
shein distinct global shein.com 希音 closed
temu distinct global temu.com - closed
mercadolibre distinct global mercadolibre.com - closed
mercadolivre distinct global mercadolivre.com.br - closed
zalando distinct global zalando.de -
ikea distinct global ikea.com 宜家
nike word global nike.com 耐克
adidas distinct global adidas.com -
uniqlo distinct global uniqlo.com 优衣库
decathlon distinct global decathlon.com -
starbucks distinct global starbucks.com 星巴克
mcdonalds distinct global mcdonalds.com 麦当劳
lazada distinct global lazada.com - closed
shopee distinct global shopee.com 虾皮 closed
tokopedia distinct ID tokopedia.com - closed alone
bukalapak distinct ID bukalapak.com - closed alone
blibli distinct ID blibli.com -
tiki common VN tiki.vn -
sendo common VN sendo.vn -
chotot distinct VN chotot.com -
thegioididong distinct VN thegioididong.com -
dienmayxanh distinct VN dienmayxanh.com -
fptshop distinct VN fptshop.com.vn -
flipkart distinct global flipkart.com - closed
rakuten distinct global rakuten.co.jp 乐天 alone
coupang distinct global coupang.com - closed
pchome distinct global pchome.com.tw -
booking common global booking.com 缤客
airbnb distinct global airbnb.com 爱彼迎
expedia distinct global expedia.com -
agoda distinct global agoda.com -
tripadvisor distinct global tripadvisor.com -
traveloka distinct ID traveloka.com - closed alone
uber word global uber.com -
grab common global grab.com -
gojek distinct ID gojek.com -
doordash distinct global doordash.com -
vietjetair distinct VN vietjetair.com - closed alone
vietnamairlines distinct VN vietnamairlines.com - closed alone
emirates common global emirates.com -
qatarairways distinct global qatarairways.com -
singaporeair distinct global singaporeair.com -
carousell distinct global carousell.sg - closed
ticketmaster distinct global ticketmaster.com - closed
zhifubao distinct CN alipay.com - closed
tianmao distinct CN tmall.com - closed
gongshangyinhang distinct CN icbc.com.cn - closed
jiansheyinhang distinct CN ccb.com - closed
nongyeyinhang distinct CN abchina.com - closed
zhongguoyinhang distinct CN boc.cn - closed
zhaoshangyinhang distinct CN cmbchina.com - closed
youzhengyinhang distinct CN psbc.com - closed
shunfeng distinct CN sf-express.com - closed
yuantong distinct CN yto.net.cn -
zhongtong distinct CN zto.com -
shuiwuju distinct CN chinatax.gov.cn - closed
weipinhui distinct CN vipshop.com - closed
xiecheng distinct CN ctrip.com -
tengxun distinct CN tencent.com - closed
yunshanfu distinct CN unionpay.com - closed
allegro word global allegro.pl - closed
allegrolokalnie distinct global allegrolokalnie.pl - closed
olx short global olx.com -
vinted distinct global vinted.com - closed
leboncoin distinct global leboncoin.fr - closed
kleinanzeigen word global kleinanzeigen.de -
wallapop distinct global wallapop.com - closed
autoscout24 distinct global autoscout24.com -
marktplaats distinct global marktplaats.nl -
subito common global subito.it -
gumtree distinct global gumtree.com -
fiverr distinct global fiverr.com -
upwork distinct global upwork.com -
blablacar distinct global blablacar.com - closed
deliveroo distinct global deliveroo.com - closed
ubereats distinct global ubereats.com -
justeat distinct global just-eat.com -
fnac distinct global fnac.com -
darty distinct global darty.com -
cdiscount distinct global cdiscount.com - closed
carrefour word global carrefour.com -
intermarche distinct global intermarche.com -
leroymerlin distinct global leroymerlin.fr -
sephora distinct global sephora.com -
lidl distinct global lidl.com - closed
aldi distinct global aldi.de - closed
mediamarkt distinct global mediamarkt.de -
magalu distinct global magazineluiza.com.br - closed
mercari distinct global mercari.com - closed alone
stubhub distinct global stubhub.com -
ryanair distinct global ryanair.com -
easyjet distinct global easyjet.com -
lufthansa distinct global lufthansa.com -
airfrance distinct global airfrance.com -
zara word global zara.com -
skechers distinct global skechers.com -
asics distinct global asics.com -
lululemon distinct global lululemon.com -
newbalance distinct global newbalance.com -
louisvuitton distinct global louisvuitton.com -
birkenstock distinct global birkenstock.com -
primark distinct global primark.com -
homedepot distinct global homedepot.com -
wayfair distinct global wayfair.com -
allegro-lokalnie distinct global allegrolokalnie.pl - closed
yodobashi distinct global yodobashi.com - closed
biccamera distinct global biccamera.com - closed
square-enix distinct global square-enix.com -
bankbca known ID bca.co.id - closed
bcabank known ID bca.co.id - closed
bankbri known ID bri.co.id - closed
bribank known ID bri.co.id - closed
bsibank known ID bankbsi.co.id - closed
bankbni known ID bni.co.id - closed
bnibank known ID bni.co.id - closed
bankvcb known VN vietcombank.com.vn - closed
vcbbank known VN vietcombank.com.vn - closed
bankacb known VN acb.com.vn - closed
acbbank known VN acb.com.vn - closed
bankvib known VN vib.com.vn - closed
vibbank known VN vib.com.vn - closed
bankshb known VN shb.com.vn - closed
shbbank known VN shb.com.vn - closed
bankocb known VN ocb.com.vn - closed
ocbbank known VN ocb.com.vn - closed
bankscb known VN scb.com.vn - closed
scbbank known VN scb.com.vn - closed
bankjne known ID jne.co.id -
jnebank known ID jne.co.id -
bankjnt known ID jet.co.id -
jntbank known ID jet.co.id -
bankpln known ID pln.co.id - closed
plnbank known ID pln.co.id - closed
bankevn known VN evn.com.vn - closed
evnbank known VN evn.com.vn - closed
115 short CN 115.com -
123pan known CN 123pan.com -
24h short VN 24h.com.vn -
36kr known CN 36kr.com -
51cto known global 51cto.com -
5eplay known CN 5eplay.com -
9gag known global 9gag.com -
abema known global abema.tv -
acfun known CN acfun.cn -
afdian known global afdian.com -
airasia known global airasia.com -
airtable known global airtable.com -
alfamart known ID alfamart.co.id -
alimama known CN alimama.com -
aliyundrive known CN aliyundrive.com -
alodokter known ID alodokter.com -
amap known CN amap.com -
autonavi known CN autonavi.com -
antgroup known CN antgroup.com -
artstation known global artstation.com -
arxiv known global arxiv.org -
atlassian known global atlassian.com -
audiomack known global audiomack.com -
autohome known CN autohome.com.cn -
aws short global aws.com -
bandcamp known global bandcamp.com -
baomoi known VN baomoi.com -
batdongsan known VN batdongsan.com.vn -
bbc common global bbc.com -
be common VN be.com.vn -
beacons common global beacons.ai -
behance known global behance.net -
bigo common global bigo.tv -
bing common global bing.com -
bitbucket known global bitbucket.org -
bitchute known global bitchute.com -
bloomberg common global bloomberg.com -
bolt common global bolt.eu -
bosszhipin known CN bosszhipin.com -
box common global box.com -
buymeacoffee known global buymeacoffee.com -
bytedance known global bytedance.com -
caixin known CN caixin.com -
calendly known global calendly.com -
canva known global canva.com -
carrd known global carrd.co -
cctv known CN cctv.com -
cellphones common VN cellphones.com.vn -
central common global central.co.th -
chinaz known global chinaz.com -
cls short CN cls.cn -
cnb short global cnb.cool -
cnblogs known CN cnblogs.com -
cnn common global cnn.com -
cnnindonesia known ID cnnindonesia.com -
coolapk known global coolapk.com -
coub known global coub.com -
cowtransfer known CN cowtransfer.com -
coze common CN coze.cn -
crunchyroll known global crunchyroll.com -
csdn known global csdn.net -
ctfile known CN ctfile.com -
curseforge known global curseforge.com -
dailymotion known global dailymotion.com -
damai known CN damai.cn -
dantri known VN dantri.com.vn -
daraz known global daraz.pk -
dcard known global dcard.tw -
dedao known CN dedao.cn -
deezer known global deezer.com -
detik known ID detik.com -
deviantart known global deviantart.com -
disqus known global disqus.com -
360doc known global 360doc.cn -
doi common global doi.org -
doku common ID doku.com -
dongchedi known CN dongchedi.com -
doubao known CN doubao.com -
douyu known CN douyu.com -
dreamina known CN dreamina.com -
duitang known CN duitang.com -
dxy short CN dxy.cn -
ecny known CN ecny.cn -
etao known CN etao.com -
ettoday known global ettoday.net -
eventbrite known global eventbrite.com -
evernote known global evernote.com -
fandom common global fandom.com -
fanqienovel known CN fanqienovel.com -
figma known global figma.com -
flickr common global flickr.com -
flightradar24 known global flightradar24.com -
flip common ID flip.id -
flowus known CN flowus.cn -
foodpanda known global foodpanda.sg -
fptplay known VN fptplay.vn -
gaoding known CN gaoding.com -
gcores known global gcores.com -
giphy known global giphy.com -
gitcode known global gitcode.com -
gitee known global gitee.com -
glints common global glints.com -
gofundme known global gofundme.com -
gog short global gog.com -
gome known CN gome.com.cn -
goodreads known global goodreads.com -
gotocompany known ID gotocompany.com -
gramedia known ID gramedia.com -
theguardian known global theguardian.com -
guazi known CN guazi.com -
guokr known CN guokr.com -
halodoc known ID halodoc.com -
haodf known CN haodf.com -
hasaki known VN hasaki.vn -
hellobike known CN hellobike.com -
here common global here.com -
hk01 known global hk01.com -
hktvmall known global hktvmall.com -
honor common global honor.com -
hoyolab known global hoyolab.com -
huaban known CN huaban.com -
huggingface known global huggingface.co -
huoshan known CN huoshan.com -
hupu known CN hupu.com -
huxiu known CN huxiu.com -
huya known CN huya.com -
hypergryph known CN hypergryph.com -
idntimes known ID idntimes.com -
ifeng known CN ifeng.com -
imdb known global imdb.com -
imgur known global imgur.com -
imooc known CN imooc.com -
indrive known global indrive.com -
infoq known global infoq.cn -
itch common global itch.io -
ithome known CN ithome.com -
jago common ID jago.com -
jianshu known CN jianshu.com -
jiemian known CN jiemian.com -
jike known CN jike.city -
jinshuju known CN jinshuju.net -
jkopay known global jkopay.com -
jobstreet known global jobstreet.com -
joox known global joox.com -
juejin known CN juejin.cn -
juhuasuan known CN juhuasuan.com -
kai common ID kai.id -
kaola known CN kaola.com -
kaskus known ID kaskus.co.id -
kdocs known global kdocs.cn -
kenh14 known VN kenh14.vn -
kick common global kick.com -
kickstarter common global kickstarter.com -
kimi common global kimi.com -
kitabisa known ID kitabisa.com -
kkday known global kkday.com -
klikindomaret known ID klikindomaret.com -
klook known global klook.com -
kompas common ID kompas.com -
kuaidi100 known CN kuaidi100.com -
kugou known CN kugou.com -
kumparan known ID kumparan.com -
kurogames known CN kurogames.com -
kuwo known CN kuwo.cn -
lanzou known CN lanzou.com -
ld246 known global ld246.com -
letv known CN letv.com -
letterboxd known global letterboxd.com -
liepin known CN liepin.com -
lihkg known global lihkg.com -
likee known global likee.video -
lionair known ID lionair.co.id -
liputan6 known ID liputan6.com -
liulishuo known CN liulishuo.com -
lizhi known CN lizhi.fm -
lofter common CN lofter.com -
loom common global loom.com -
ltn short global ltn.com.tw -
luckincoffee known CN luckincoffee.com -
lyft common global lyft.com -
mafengwo known CN mafengwo.cn -
maimai known CN maimai.cn -
maoyan known CN maoyan.com -
mastergo known CN mastergo.com -
mastodon common global mastodon.social -
maxstream known ID maxstream.tv -
maya common global maya.ph -
mcmod known global mcmod.cn -
medal common global medal.tv -
mediafire known global mediafire.com -
medium common global medium.com -
meetup known global meetup.com -
mega common global mega.nz -
meipai known CN meipai.com -
meitu known CN meitu.com -
meizu known CN meizu.com -
melon common global melon.com -
midtrans known ID midtrans.com -
mikecrm known CN mikecrm.com -
minimax common CN minimax.io -
miro common global miro.com -
misa common VN misa.vn -
mixcloud common global mixcloud.com -
miyoushe known CN miyoushe.com -
modao known CN modao.cc -
moegirl known CN moegirl.org.cn -
mogujie known CN mogujie.com -
momoshop known global momoshop.com.tw -
mtime known CN mtime.com -
mytour known VN mytour.vn -
neteasegames known CN neteasegames.com -
newgrounds known global newgrounds.com -
nga common CN nga.cn -
nhaccuatui known VN nhaccuatui.com -
nodeseek known global nodeseek.com -
notion common global notion.so -
nowcoder known global nowcoder.com -
nytimes known global nytimes.com -
octopus common global octopus.com.hk -
odesli known global odesli.co -
odysee known global odysee.com -
okezone known ID okezone.com -
openrice known global openrice.com -
openstreetmap common global openstreetmap.org -
oschina known global oschina.net -
patreon known global patreon.com -
pcloud known global pcloud.com -
pearvideo known CN pearvideo.com -
pegipegi known ID pegipegi.com -
pipixia known CN pipixia.com -
pixiv known global pixiv.net -
plurk common global plurk.com -
pocket common global pocket.co -
pptv known CN pptv.com -
processon known CN processon.com -
ptt common global ptt.cc -
pupumall known CN pupumall.com -
pypi known global pypi.org -
qcc short global qcc.com -
qianwen known CN qianwen.com -
qidian known CN qidian.com -
qingting known CN qingting.fm -
quark common CN quark.cn -
quora known global quora.com -
rctiplus known ID rctiplus.com -
redbus known global redbus.id -
reuters common global reuters.com -
ruangguru known ID ruangguru.com -
rumble common global rumble.com -
rutube known global rutube.ru -
saweria known ID saweria.co -
sea common global sea.com -
segmentfault known global segmentfault.com -
shanbay known CN shanbay.com -
shimo known global shimo.im -
shopback known global shopback.sg -
shopeefood known global shopeefood.vn -
showstart known CN showstart.com -
shuqi known CN shuqi.com -
signal common global signal.org -
sina common CN sina.com.cn -
skland known global skland.com -
skyscanner known global skyscanner.com -
smzdm known global smzdm.com -
360 short CN 360.cn -
sociolla known ID sociolla.com -
sohu known CN sohu.com -
soundcloud common global soundcloud.com -
sspai known global sspai.com -
stackoverflow known global stackoverflow.com -
strava known global strava.com -
streamable known global streamable.com -
substack known global substack.com -
surveymonkey known global surveymonkey.com -
t3go known CN t3go.cn -
taopiaopiao known CN taopiaopiao.com -
tapd known CN tapd.cn -
taptap known global taptap.cn -
teambition known CN teambition.com -
ted common global ted.com -
tempo common ID tempo.co -
tenor common global tenor.com -
terabox known global terabox.com -
thanhnien known VN thanhnien.vn -
thepaper known CN thepaper.cn -
threads common global threads.net -
tianya known CN tianya.cn -
tianyancha known global tianyancha.com -
tidal common global tidal.com -
tiket known ID tiket.com -
tinhte known VN tinhte.vn -
tongcheng known CN tongcheng.com -
topcv known VN topcv.vn -
toutiao known CN toutiao.com -
trae known global trae.ai -
trakteer common ID trakteer.id -
trendyol known global trendyol.com -
truemoney known global truemoney.com -
ttpod known CN ttpod.com -
tumblr common global tumblr.com -
tuniu known CN tuniu.com -
tuoitre known VN tuoitre.vn -
tver known global tver.jp -
twitcasting known global twitcasting.tv -
typeform known global typeform.com -
udn common global udn.com -
uisdc known global uisdc.com -
v2ex known CN v2ex.com -
variflight known CN variflight.com -
vexere known VN vexere.com -
vidio known ID vidio.com -
vieon known VN vieon.vn -
vietnamnet known VN vietnamnet.vn -
vietnamworks known VN vietnamworks.com -
vietqr known VN vietqr.net -
viglink known global viglink.com -
vimeo known global vimeo.com -
vinfast known VN vinfast.vn -
viu short global viu.com -
vk common global vk.com -
vnexpress known VN vnexpress.net -
vocus known global vocus.cc -
volcengine known CN volcengine.com -
voz common VN voz.vn -
vtv short VN vtv.vn -
wandoujia known CN wandoujia.com -
waze common global waze.com -
wecom known CN wecom.work -
weidian known CN weidian.com -
weiyun known CN weiyun.com -
wenshushu known CN wenshushu.cn -
wetv known global wetv.vip -
what3words known global what3words.com -
wikipedia common global wikipedia.org -
wjx short CN wjx.cn -
wolai known CN wolai.com -
wps short global wps.cn -
xanhsm known VN xanhsm.com -
xendit known global xendit.co -
xiachufang known CN xiachufang.com -
xiami known CN xiami.com -
xiaoheihe known CN xiaoheihe.cn -
xinpianchang known CN xinpianchang.com -
xl common ID xl.co.id -
xueersi known CN xueersi.com -
xueqiu known CN xueqiu.com -
xuetangx known CN xuetangx.com -
xunlei known CN xunlei.com -
yelp common global yelp.com -
yiche known CN yiche.com -
yonghui known CN yonghui.cn -
youdao known CN youdao.com -
youzan known CN youzan.com -
yuque known global yuque.com -
zalora known global zalora.co.id -
zcool known CN zcool.com.cn -
zhuanzhuan known CN zhuanzhuan.com -
zingmp3 known VN zingmp3.vn -
znews known VN znews.vn -
ziroom known CN ziroom.com -
zsxq known CN zsxq.com -
`;
