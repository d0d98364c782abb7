/** Domains that the rules would tell and that are whose they say, each below its source. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const DOMAINS = String.raw`
@ src/apps/data, each app with its own evidence
alibaba-inc.com aliyuncs.com bankofchina.com bilibili.tv carousell.com douban.fm ebay.to etsy.me facebook.net
feizhu.com gojek.link google.cat google.cd google.cf google.cm google.fm google.ga google.gg google.gl google.ht
google.im google.is google.la google.me google.ml google.mn google.mu google.nu google.sc google.sh google.so
google.st google.tm google.to google.ws gopay.com icbc.com itunes.com microsoft365.com naver.me netease.com
office365.com paypal.me paypay-bank.co.jp pcloud.link rakuten.com revolut.me seabank.ph shopee.io shopeepay.co.th
shopeepay.com.my shopeepay.vn spotify.link steam-chat.com telegra.ph temu.la temu.to tencent-cloud.com tencentcs.com
tiktokv.com tokopedia.link twitter.com walmrt.us wechatpay.com whatsapp.net xianyu.com yahoo.net
youtube.googleapis.com
@ v2fly/domain-list-community data/36kr @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
36dianping.com
@ v2fly/domain-list-community data/abema @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
abema-tv.com
@ v2fly/domain-list-community data/adidas @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adidas-group.ca adidas-group.com adidas.co
@ v2fly/domain-list-community data/adobe @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adobe.io adobe.ly adobelogin.com
@ v2fly/domain-list-community data/agilebits @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
1password.co 1password.community 1password.io
@ v2fly/domain-list-community data/airbnb @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airbnb.cat airbnb.is airbnb.la airbnb.me airbnb.org airbnb.tools airbnb.travel
@ v2fly/domain-list-community data/alibaba @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alipay-eco.com taobao.net taobao.org
@ v2fly/domain-list-community data/aliyun @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
aliyun-inc.com
@ v2fly/domain-list-community data/amazon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
amazon-jp-recruiting.com associates-amazon.com gdansk-amazon.com images-amazon.com media-amazon.com siege-amazon.com
ssl-images-amazon.com
@ v2fly/domain-list-community data/apple @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
app-store.wang appl-e.com apple-hk.com apple-online.com apple-pay.com apple-pay.rs apple-pay.wang apple-store.cn
apple-store.net apple-store.wang apple-usa.net apple.cm apple.com.de apple.xyz appleaccount.net applecom.com
appleid-uk.us appleid.berlin appleid.com appleid.hamburg applepay.info applewallet.com applewallet.tv
axm-usercontent-apple.com cdn-apple.com facetime.net find-apple.com ids-apple.com imac-apple.com reform-apple.com
services-apple.net www-sms-apple.com wwwapple.com wwwapple.net xn--gtvz22d.wang
@ v2fly/domain-list-community data/baidu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
baidu-cdn.cn baidu-cdn.com baidu-cdn.net
@ v2fly/domain-list-community data/bestbuy @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bestbuy-giftcard.info bestbuy-int.com bestbuy-jobs.com bestbuy.info bestbuyrewards.com
@ v2fly/domain-list-community data/bilibili @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bilibili.cc bilibili.net
@ v2fly/domain-list-community data/binance @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
binance.cc binance.charity binance.cloud binance.co binance.info binance.me binance.net binance.org binance.vision
@ v2fly/domain-list-community data/bitwarden @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bitwarden.net
@ v2fly/domain-list-community data/boc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bank-of-china.com
@ v2fly/domain-list-community data/bybit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bybit-exchange.github.io bybit-global.com bybit.biz bybit.cloud
@ v2fly/domain-list-community data/cainiao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cainiao-inc.com
@ v2fly/domain-list-community data/chinamobile @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinamobile.com
@ v2fly/domain-list-community data/chinatelecom @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinatelecom-h.com
@ v2fly/domain-list-community data/chinaunicom @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinaunicom.com
@ v2fly/domain-list-community data/cloudflare @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-terms-of-service-abuse.com cloudflaresupport.com
@ v2fly/domain-list-community data/cloudflare-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-cn.com cloudflarecn.net
@ v2fly/domain-list-community data/cmb @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cmbchina.biz
@ v2fly/domain-list-community data/cnblogs @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cnblogs.vip
@ v2fly/domain-list-community data/costco @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
costcobusinessdelivery.com
@ v2fly/domain-list-community data/ctrip @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
c-ctrip.com
@ v2fly/domain-list-community data/dcard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dcard.cc dcard.link
@ v2fly/domain-list-community data/dewu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dewu-inc.com dewu.co dewu.net dewuyouhui.cn dewuyouhui.com
@ v2fly/domain-list-community data/dingtalk @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dingtalk.net
@ v2fly/domain-list-community data/discord @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
discord.store
@ v2fly/domain-list-community data/disney @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
disney-plus.net
@ v2fly/domain-list-community data/douyin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
open-douyin.com
@ v2fly/domain-list-community data/dropbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dropbox-dns.com dropbox.tech
@ v2fly/domain-list-community data/ebay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ebay-authenticate.net ebay-delivery.com ebay-inc.com ebay-inc.net ebay-inc.org ebay-online.com ebay-sales.com
ebay-us.com ebay.mn ebay.org ebay25.com ebay68.com ebayauthenticate.com.cn ebaybenefits.com ebaycom.com wwwebay.com
wwwebay.net
@ v2fly/domain-list-community data/eleme @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
eleme.io
@ v2fly/domain-list-community data/epicgames @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
epicgames.dev
@ v2fly/domain-list-community data/facebook @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
china-facebook.com face-book.com facebo-ok.com facebook-corp.com facebook-inc.com facebook-support.org facebook.cc
facebook.design facebook.org facebook.shop facebook.tv facebook.wang facebook123.org facebook30.com facebook30.net
facebook30.org facebookcom.com facebookhome.cc facebookhome.info facebooklogin.com facebooklogin.info
facebookloginhelp.net facebooksecurity.net supportfacebook.com www-facebook.com wwwfacebook.com
@ v2fly/domain-list-community data/feishu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
fei-shu.cn feishu-3rd-party-services.com feishu-boe.net feishu-customer.cn feishu-pre.cn feishu-pre.net
feishu-psc.cn feishu.net securityfeishu.cn
@ v2fly/domain-list-community data/garena @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
garena.live garena.tv
@ v2fly/domain-list-community data/gateio @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
gateio.live gateio.services
@ v2fly/domain-list-community data/github @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
github-cloud.s3.amazonaws.com github-production-user-asset-6210df.s3.amazonaws.com githubsupport.com
@ v2fly/domain-list-community data/godaddy @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
godaddy.net
@ v2fly/domain-list-community data/google @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
googl.com google-access.net google-analytics-cn.com google.berlin google.co google.dev google.ms google.net
google.org google.ventures google.vg googlemail.com
@ v2fly/domain-list-community data/hsbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
hsbc.net hsbcnet.com
@ v2fly/domain-list-community data/huobi @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huobi.com huobi.me huobi.pro huobi.sc huobiasia.vip
@ v2fly/domain-list-community data/icbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
icbc-ltd.com icbc-uk.com icbc-us.com icbc.co.nl icbccs.com.cn
@ v2fly/domain-list-community data/icloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
applemx-icloud.com icloud.is icloud.om icloud.org icloudnet.net icloudsecure.net ios-icloud.com wwwicloud.com
@ v2fly/domain-list-community data/ikea @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ikea.co.ca ikea.co.de ikea.co.pl ikea.com.de ikea.com.ru ikea.is ikea.net ikea.om
@ v2fly/domain-list-community data/instagram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
achat-followers-instagram.com acheter-followers-instagram.com instagram-help.com instagramcn.com instagramlogin.com
instgram.com online-instagram.com web-instagram.net wwwinstagram.com
@ v2fly/domain-list-community data/intuit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
intuitbenefits.com quickbooks.com quickbooks2000.com turbotax.com
@ v2fly/domain-list-community data/itunes @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
itunes.co itunes.org itunes.rio ituneslogin.net wwwitunes.com
@ v2fly/domain-list-community data/jd @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
jingdong.com
@ v2fly/domain-list-community data/jtexpress @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
jtexpress.com jtexpress.top
@ v2fly/domain-list-community data/kakao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kakao.vc
@ v2fly/domain-list-community data/kucoin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kucoin.plus
@ v2fly/domain-list-community data/kurogames @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kurogame.com kurogame.net kurogame.xyz
@ v2fly/domain-list-community data/lenovo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
lenovo.net
@ v2fly/domain-list-community data/mailru-group @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
smailru.net vmailru.net
@ v2fly/domain-list-community data/mastercard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mastercard-email.com mastercard.inc mastercard.om
@ v2fly/domain-list-community data/mcdonalds @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mcdonalds-online.com
@ v2fly/domain-list-community data/meituan @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
meituan.net neixin.cn
@ v2fly/domain-list-community data/microsoft @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
hotmail.co hotmail.com hotmail.net hotmail.org microsoft-int.com microsoft-ppe.com microsoft-sap-events.com
microsoft-smb.cn microsoft.cat microsoft.io microsoft.is microsoft.net microsoft.red microsoft.tv
microsoftonline-i.cn microsoftonline-m-i.cn microsoftonline-m.cn microsoftonline-p-i.cn microsoftonline-p-i.net.cn
microsoftonline-p.cn microsoftonline-p.com microsoftonline-p.net.cn microsoftonline.com office365-net.cn
s-microsoft.com
@ v2fly/domain-list-community data/mihoyo-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mihoyogift.com
@ v2fly/domain-list-community data/mojang @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
minecraft-services.net
@ v2fly/domain-list-community data/naver @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
naver.net
@ v2fly/domain-list-community data/netease @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
netease-inc.com netease.im
@ v2fly/domain-list-community data/netflix @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
netflix.net
@ v2fly/domain-list-community data/nike @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cheap-nike.com handbags-nike.com nike-org.com nike-uk.com nike-us.com nike-usa.com nike.shop nikefind.com
static-nike.com
@ v2fly/domain-list-community data/nintendo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
nintendo-europe-sales.com nintendo.net
@ v2fly/domain-list-community data/okx @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
okex.com
@ v2fly/domain-list-community data/onedrive @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
onedrive.co onedrive.net onedrive.org
@ v2fly/domain-list-community data/onekey @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
onekeycn.com
@ v2fly/domain-list-community data/openai @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
production-openaicom-storage.azureedge.net
@ v2fly/domain-list-community data/oppo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
oppo.mobi
@ v2fly/domain-list-community data/paypal @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
accountpaypal.com accountpaypal.net accountpaypal.org devtools-paypal.com paypal-apps.com paypal-biz.com
paypal-business.com paypal-business.net paypal-business.org paypal-center.com paypal-center.info paypal-center.net
paypal-center.org paypal-corp.com paypal-gift.com paypal-gifts.com paypal-japan.com paypal-notice.com
paypal-notify.com paypal-online.info paypal-online.net paypal-online.org paypal-portal.com paypal-service.org
paypal-support.com paypal-survey.com paypal-survey.org paypal-team.com paypal.info paypal.so paypalbenefits.com
paypalnet.net paypalnet.org securepaypal.info venmo.info venmo.net venmo.org venmo.s3.amazonaws.com www-paypal.info
www-paypal.us
@ v2fly/domain-list-community data/pinduoduo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pinduoduo.net
@ v2fly/domain-list-community data/playstation @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
playstation.net
@ v2fly/domain-list-community data/primevideo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
prime-video.com primevideo.cc primevideo.info primevideo.org primevideo.tv
@ v2fly/domain-list-community data/protonmail @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
protonmail.com
@ v2fly/domain-list-community data/qcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
igtm-meeting-tencent.com oracle-tencent.com tencent-cloud.net tencentcs.cn
@ v2fly/domain-list-community data/qihoo360 @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
360daikuan.com 360safe.com
@ v2fly/domain-list-community data/rakuten @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
rakuten.tv rakutengiftcards.ca
@ v2fly/domain-list-community data/riot @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
riot-games.com riotgames.info riotgames.net riotgames.tv
@ v2fly/domain-list-community data/roblox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ro-blox.com roblox.cc roblox.net roblox.org roblox.tv
@ v2fly/domain-list-community data/safepal @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
isafepal.com
@ v2fly/domain-list-community data/sber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bps-sberbank.by sber-bank.by sberbank.com
@ v2fly/domain-list-community data/sogou @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
sogou-inc.com sogou-op.org sogou.net
@ v2fly/domain-list-community data/sohu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
sohucs.com
@ v2fly/domain-list-community data/spotify @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
spotify.design spotify.map.fastlylb.net
@ v2fly/domain-list-community data/ssrcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airport-gov-cn.com cnix-gov-cn.com
@ v2fly/domain-list-community data/standardchartered @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
standardchartered.com
@ v2fly/domain-list-community data/steam @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
comcast.net
@ v2fly/domain-list-community data/steamunlocked @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
steamunlocked.net
@ v2fly/domain-list-community data/suning @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cnsuning.com
@ v2fly/domain-list-community data/tbank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cdn-tinkoff.ru tinkoff-edu.ru tinkoff-group.com tinkoff.ai
@ v2fly/domain-list-community data/telegram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cdn-telegram.org telegram.space
@ v2fly/domain-list-community data/tencent @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
iot-tencent.com qzone.com tencent.net weixin.com
@ v2fly/domain-list-community data/tencent-dev @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
tencent-cloud.cn tencent.design
@ v2fly/domain-list-community data/tiktok @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
tiktok-row.net tiktokv.eu tiktokv.us tiktokw.eu tiktokw.us
@ v2fly/domain-list-community data/twitch @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ext-twitch.tv
@ v2fly/domain-list-community data/twitter @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ads-twitter.com twitter.biz
@ v2fly/domain-list-community data/unionpay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
95516.net unionpay.net unionpaysecure.com
@ v2fly/domain-list-community data/verizon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
static-verizon.com verizon.net
@ v2fly/domain-list-community data/viber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
viber.co viber.me
@ v2fly/domain-list-community data/walmart @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
wal-mart.com walmart.pharmacy
@ v2fly/domain-list-community data/whatsapp @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
whatsapp-plus.info whatsapp-plus.me whatsapp-plus.net whatsapp.cc whatsapp.info whatsapp.org whatsapp.tv
@ v2fly/domain-list-community data/wise @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
transferwise.com
@ v2fly/domain-list-community data/xbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xbox.co xbox.org xbox360.co xbox360.com xbox360.eu xbox360.org
@ v2fly/domain-list-community data/xiaomi @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xiaomi.net
@ v2fly/domain-list-community data/yahoo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yahoo.cat yahoo.cd yahoo.cm yahoo.fm yahoo.gg yahoo.gl yahoo.im yahoo.is yahoo.la yahoo.me yahoo.nu yahoo.sh
yahoo.so yahoo.st yahoo.tk yahoo.tm yahoo.vg yahoo.ws
@ v2fly/domain-list-community data/yandex @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
support-uber.com yandex-bank.net yandex-net.ru yandex-team.ru yandex.aero yandex.asia yandex.cloud yandex.com.ru
yandex.jobs yandex.mobi yandex.net yandex.org yandex.st yandex.sx yandex.tm yandexcom.net
@ v2fly/domain-list-community data/youku @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
youku.tv
@ v2fly/domain-list-community data/youtube @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
youtube.cat youtube.co youtube.is youtube.la youtube.ly youtube.me youtube.mn youtube.soy youtube.tv
youtubei.googleapis.com
@ v2fly/domain-list-community data/zaobao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
zaobao.com zaobao.com.sg
@ apple/password-manager-resources quirks/shared-credentials.json @ 96cbab74681dcc296cae6fb205c4b047bc026c22 (2026-08-22)
mercadolivre.com
@ 2factorauth/twofactorauth entries @ f3ac2ab71c6fe4857a4ad1ef039d2a4eaf1a342c (2026-08-04)
deutsche-bank.de docusign.net onlinesbi.com telstra.com ymobile.jp zalando.com
@ mozilla-services/shavar-prod-lists disconnect-entitylist.json @ baff03fbfb14fed743ea1a5e05fcd9399bb66784 (2026-07-14)
aliexpress-service.com aliexpress-tech-open.com assoc-amazon.com google.ac google.tk kakao.ai magiceden.dev
mastercard.me mastercardpaymentservices.com mcafeesecure.com microsoft.org microsoftonline-p.net
paypal-business.co.uk paypal-business.com.au paypal-promo.es paypal.biz paypal.co rakuten-bank.co.jp
rakuten-card.co.jp rakuten-sec.co.jp rakuten.net sharepoint-df.com taobao.global zalo.ai zalo.careers zalo.cloud
@ third-party-web 0.30.0 dist/entities-nostats.json
payments-amazon.com
@ delta94/vietnam libs/@vietnam/banks/src/banks.ts @ 50ba96ee964082584452bfd679c288ca8aa2f6a3
seabank.com.vn
@ MetaMask/eth-phishing-detect src/config.json, whitelist, as in npm eth-phishing-detect 1.2.0
etherscan.com ledgerwallet.com openei.org opensea.institute uniswap.eth uniswap.exchange uniswap.info uniswap.io
uniswap.ninja uniswap.vision
@ MISP/misp-warninglists lists/bank-website/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
abnamro.com agri-bank.com bankwest-sd.com barclays.com bnpparibas.net commerzbank.com credit-agricole.com
deutsche-bank.es kasseler-sparkasse.de muamalat.com.my rabobank.com
@ v2fly/domain-list-community data/category-ai-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
linka2a.net
@ v2fly/domain-list-community data/category-bank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
deutsche-bank.ru
@ v2fly/domain-list-community data/category-cryptocurrency @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mexc.co
@ v2fly/domain-list-community data/category-entertainment @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yande.re
@ v2fly/domain-list-community data/category-media-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pchome.net
@ sublime-security/static-files tranco_top_50k.csv @ eb76f5269e9646116a20527c94397b494ad39232 (2026-08-21)
9minecraft.net adblock-for-youtube.com adobe.net agibank.com.br agoda.net airable.io airbnb.net
amazon-ads-attestation.com api-yandex.net baidu-itm.com bitget.cloud bpost.cloud coinbase-corp.com correios.com.br
decathlon.net defibit.io dfinity.network filedownload-csw-lenovo.com flipkart.net gateio.ws hubstack.net klarna.net
laposte.net linkedin-ei.com mcafee.net moai-prod-samsung.com msg-csw-lenovo.com oppofind.com pestpac.com remitly.io
samsung-sm-ds.com samsung.net samsungfind.com sberbank-ast.ru sberbank-service.ru schwab.tech sharepoint-mil.us
shopeepay.com.br shopeepay.sg smbc-card.com sogou-pdf.com spotify.dev spotify.net steamgifts.com tdbank.com
telstra.net tencent-cloud-gslb.com tiktok-row.org tmobile.com tokopedia.net tripadvisor.co ucoin.net
vantage-csw-lenovo.com vodafone-ip.de wetransfer.net whats-on-netflix.com xiaoyi.com yahoo-net.jp yahoo.cloud
zalando.net
@ MISP/misp-warninglists lists/cloudflare-top100k/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
6post.com airbnb.biz bancolombia.corp bancsabadell.mobi barclays.mobi caixabank.com chinamobil.ru combank.net.bd
credit-agricole.pl danskebank.com dingtalkcs.com dls-samsung.com dp-pertamina.com enpedia.org eupedia.com
expedia.biz expedia.net flip-pay.com google.com.ru huawei.net intui.travel iqiyi.net jntexpress.id klarna.app
mexc.fm mondialrelay.com monzo-alt.net mufg.com opendi.co.uk opendi.es opendi.us pancakeswap.com paypay-card.co.jp
pertamina-ptc.com pertamina-ptk.com playstation-cloud.net revolut.codes santandernet.com.br shopeepay.ph sociola.net
sparkasse-banking.de ssu-samsung.com truist.mobi verizon-services.com vnpt-invoice.com.vn xiaoyi.com.tw yoogle.com
zohoassist.com
`;
