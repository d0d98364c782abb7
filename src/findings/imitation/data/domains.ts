/** Domains that the rules would tell and that are whose they say, each below its source. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const DOMAINS = String.raw`
@ src/apps/data, each app with its own evidence
1024terabox.com aliyuncs.com dropboxusercontent.com feizhu.com google.cat google.cd google.cf google.cm google.ga
google.gl google.ht google.ml google.mn google.mu google.nu google.st google.tm google.vu google.ws
squarespace-mail.com steam-chat.com telegra.ph tencentcs.com tmblr.co tokopedia.link walmrt.us youtube.googleapis.com
@ v2fly/domain-list-community data/36kr @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
36dianping.com
@ v2fly/domain-list-community data/abema @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
abema-tv.com
@ v2fly/domain-list-community data/adidas @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adidas-group.com
@ v2fly/domain-list-community data/adobe @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adobe-aemassets-value.com adobe-audience-finder.com adobelogin.com
@ v2fly/domain-list-community data/agilebits @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
1password.community
@ v2fly/domain-list-community data/airbnb @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airbnb.cat airbnb.tools
@ v2fly/domain-list-community data/alibaba @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alipay-eco.com
@ v2fly/domain-list-community data/amazon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
amazon-jp-recruiting.com amazondevicesupport.com associates-amazon.com gdansk-amazon.com images-amazon.com
media-amazon.com siege-amazon.com ssl-images-amazon.com
@ v2fly/domain-list-community data/apple @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
app-store.wang appl-e.com apple-expo.com apple-expo.eu apple-hk.com apple-online.com apple-pay.com apple-pay.rs
apple-pay.wang apple-store.net apple-store.wang apple-usa.net apple.cm apple.com.de apple.xyz appleaccount.net
applecom.com appleexpo.eu appleexpo.info appleid-applemx.com appleid-applemx.us appleid-iclou.com appleid.berlin
appleid.hamburg applewallet.com applewallet.tv axm-usercontent-apple.com cdn-apple.com find-apple.com ids-apple.com
imac-apple.com reform-apple.com services-apple.net wwapple.net www-sms-apple.com wwwapple.com wwwapple.net
xn--gtvz22d.wang
@ v2fly/domain-list-community data/autodesk @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
360autodesk.com autodesk-events.com autodesk-online.com autodesk-service.com autodesk-services.com
autodesk-support.com autodesk360.com china-autodesk.com
@ v2fly/domain-list-community data/avito @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
avito.st
@ v2fly/domain-list-community data/bestbuy @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bestbuy-audio.com bestbuy-communityrelations.com bestbuy-giftcard.info bestbuy-jobs.com bestbuyrewardzone.ca
geek-squad-support.com geek-squad.net geek-squad.org geeksquad.cc geeksquadonline.com geeksquadservices.org
onlinegeeksquad.com
@ v2fly/domain-list-community data/bilibili @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bilibili.cc
@ v2fly/domain-list-community data/binance @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
binance.cc binance.charity binance.vision binanceapi.com binancecnt.com binanceru.net binancezh.be binancezh.biz
binancezh.cc binancezh.co binancezh.com binancezh.info binancezh.ink binancezh.kim binancezh.link binancezh.live
binancezh.mobi binancezh.net binancezh.pro binancezh.sh binancezh.top
@ v2fly/domain-list-community data/bing @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
microsoft-give.com office365love.com
@ v2fly/domain-list-community data/boc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bank-of-china.com
@ v2fly/domain-list-community data/bridgestone @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
firestonedrivestore.com
@ v2fly/domain-list-community data/bybit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bybit-exchange.github.io
@ v2fly/domain-list-community data/cdek @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ad-cdek.ru cdek.shopping
@ v2fly/domain-list-community data/cloudflare @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-terms-of-service-abuse.com cloudflaresupport.com
@ v2fly/domain-list-community data/cloudflare-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-cn.com
@ v2fly/domain-list-community data/cnblogs @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cnblogs.vip
@ v2fly/domain-list-community data/costco @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
costcobusinessdelivery.com
@ v2fly/domain-list-community data/ctrip @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
c-ctrip.com
@ v2fly/domain-list-community data/dcard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dcard.cc
@ v2fly/domain-list-community data/dewu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dewu-inner.com dewu-inner.net dewuapp.cn dewuyouhui.cn dewuyouhui.com
@ v2fly/domain-list-community data/disney @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
disney-asia.com disney-discount.com disney-plus.net disneyaccount.com shops-disney.com
@ v2fly/domain-list-community data/douyin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
open-douyin.com
@ v2fly/domain-list-community data/dropbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dropbox-dns.com dropboxapi.com dropboxbusiness.com dropboxcaptcha.com dropboxforum.com dropboxforums.com
dropboxinsiders.com dropboxpartners.com
@ v2fly/domain-list-community data/ebay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ebay-authenticate.net ebay-delivery.com ebay-online.com ebay-sales.com ebay-us.com ebay.mn ebay.yn.cn ebay.zj.cn
ebay25.com ebay68.com ebayauthenticate.com.cn ebaycom.com ebayinternetsalestax.com wwwebay.com wwwebay.net
@ v2fly/domain-list-community data/facebook @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
china-facebook.com face-book.com facebo-ok.com facebook-hardware.com facebook-program.com facebook-support.org
facebook.cc facebook.shop facebook.wang facebook123.org facebook30.com facebook30.net facebook30.org facebookcom.com
facebooklogin.com facebooklogin.info facebookloginhelp.net supportfacebook.com www-facebook.com wwwfacebook.com
@ v2fly/domain-list-community data/feishu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
fei-shu.cn feishu-3rd-party-services.com securityfeishu.cn
@ v2fly/domain-list-community data/futu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
futuhn.com
@ v2fly/domain-list-community data/garena @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
garena.live
@ v2fly/domain-list-community data/gateio @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
gateio.live gateio.services
@ v2fly/domain-list-community data/github @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
github-production-user-asset-6210df.s3.amazonaws.com githubsupport.com
@ v2fly/domain-list-community data/google @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
googl.com google-access.net google-analytics-cn.com google-syndication.com google.berlin google.ms google.ventures
google.vg googlesyndication-cn.com googletagmanager-cn.com
@ v2fly/domain-list-community data/hsbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
hsbc-alternatives.de hsbc-transactionservices.de hsbc-zertifikate.de
@ v2fly/domain-list-community data/huaweicloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huaweisafehub.cn
@ v2fly/domain-list-community data/hulu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huluapp.com
@ v2fly/domain-list-community data/huobi @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huobiasia.vip
@ v2fly/domain-list-community data/icbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
icbc-at.com icbc-cz.com icbc-uk.com icbc-us.com icbc.co.nl icbccs.com.cn
@ v2fly/domain-list-community data/icloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
apple-icloud.cn applemx-icloud.com icloud-apple.cn icloud-content.com icloud-isupport.com icloud.om icloudsecure.net
ios-icloud.com wwwicloud.com
@ v2fly/domain-list-community data/ikea @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ikea.co.ca ikea.co.de ikea.co.pl ikea.com.de ikea.com.ru ikea.om
@ v2fly/domain-list-community data/instagram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
achat-followers-instagram.com acheter-followers-instagram.com instagram-help.com instagramlogin.com instgram.com
online-instagram.com web-instagram.net wwwinstagram.com
@ v2fly/domain-list-community data/intuit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
quickbooks2000.com quickbooksenligne.ca quickbooksonline.com
@ v2fly/domain-list-community data/itunes @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
apple-itunes.cn itunes-apple.cn itunes-radio.net itunes.rio ituneslogin.net wwwitunes.com
@ v2fly/domain-list-community data/jtexpress @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
jtexpress.top
@ v2fly/domain-list-community data/kucoin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kucoin.plus
@ v2fly/domain-list-community data/mastercard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mastercard-email.com mastercard.com.ge mastercard.om mastercardservices.com
@ v2fly/domain-list-community data/mcdonalds @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mcdonalds-online.com
@ v2fly/domain-list-community data/microsoft @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
microsoft-sap-events.com microsoft.cat microsoft.red microsoftonline-i.cn microsoftonline-m-i.cn
microsoftonline-m.cn microsoftonline-p-i.cn microsoftonline-p-i.net.cn microsoftonline-p.cn microsoftonline-p.com
microsoftonline-p.net.cn office365-net.cn s-microsoft.com
@ v2fly/domain-list-community data/mihoyo-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mihoyogift.com
@ v2fly/domain-list-community data/mojang @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
minecraft-services.net
@ v2fly/domain-list-community data/nike @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cheap-nike.com handbags-nike.com nike-org.com nike-uk.com nike-us.com nike-usa.com nike.shop nikefind.com
static-nike.com
@ v2fly/domain-list-community data/nintendo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
nintendo-europe-sales.com
@ v2fly/domain-list-community data/openai @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
production-openaicom-storage.azureedge.net
@ v2fly/domain-list-community data/ozon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ozon-dostavka.ru ozoncom.by
@ v2fly/domain-list-community data/paypal @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
accountpaypal.com accountpaypal.net accountpaypal.org devtools-paypal.com paypal-apac.com paypal-apps.com
paypal-biz.com paypal-brandcentral.com paypal-business.com paypal-business.net paypal-business.org
paypal-cardcash.com paypal-cash.com paypal-center.com paypal-center.info paypal-center.net paypal-center.org
paypal-communication.com paypal-communications.com paypal-communications.net paypal-comunidad.com
paypal-database.com paypal-database.us paypal-donations.com paypal-dynamic.com paypal-excelinvoicing.com
paypal-exchanges.com paypal-forward.com paypal-galactic.com paypal-gift.com paypal-gifts.com paypal-gpplus.com
paypal-here.com paypal-hrsystem.com paypal-innovationlab.com paypal-integration.com paypal-japan.com
paypal-knowledge.com paypal-luxury.com paypal-mainstreet.net paypal-marketing.com paypal-merchantloyalty.com
paypal-mobilemoney.com paypal-notice.com paypal-notify.com paypal-online.info paypal-online.net paypal-online.org
paypal-optimizer.com paypal-pages.com paypal-photocard.com paypal-plaza.com paypal-portal.com paypal-prepagata.com
paypal-prepagata.net paypal-prepaid.com paypal-profile.com paypal-proserv.com paypal-qrshopping.org
paypal-recargacelular.com paypal-redeem.com paypal-referral.com paypal-retail.com paypal-scoop.com paypal-search.com
paypal-service.org paypal-special.com paypal-specialoffers.com paypal-sptam.com paypal-support.com paypal-survey.com
paypal-survey.org paypal-team.com paypal-viewpoints.net paypalbeacon.com paypalbrasil.com paypalcommunity.cn
paypalcommunity.com paypalcommunity.net paypalcommunity.org paypalcorp.com paypalgivingfund.org paypalhere.cn
paypalhere.com paypalhere.info paypalhere.net paypalhere.org paypalhere.tv paypalinc.com paypalinsuranceservices.org
paypallabs.com paypalme.com paypalnet.net paypalnet.org paypalnetwork.info paypalnetwork.net paypalnetwork.org
paypalobjects.com paypalonline.net paypalonline.org paypalprepagata.com paypalprepagata.net paypalservice.com
securepaypal.info venmo-touch.com venmo.s3.amazonaws.com www-paypal.info www-paypal.us
@ v2fly/domain-list-community data/pinterest @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pinterest.engineering
@ v2fly/domain-list-community data/pixiv @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pixiv.help
@ v2fly/domain-list-community data/primevideo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
amazonvideo.cc prime-video.com primevideo.cc
@ v2fly/domain-list-community data/qcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
igtm-meeting-tencent.com oracle-tencent.com oracle-tencent.com.cn tencentcs.cn
@ v2fly/domain-list-community data/qihoo360 @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
360daikuan.com 360safe.com
@ v2fly/domain-list-community data/rakuten @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
rakutenadvertising.com rakutengiftcards.ca
@ v2fly/domain-list-community data/riot @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
riot-games.com
@ v2fly/domain-list-community data/roblox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ro-blox.com roblox.cc
@ v2fly/domain-list-community data/salesforce @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
salesforceliveagent.com
@ v2fly/domain-list-community data/sber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bps-sberbank.by sber-bank.by sberbank-insurance.ru sberbank-tele.com
@ v2fly/domain-list-community data/softbank @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
softbank-jp.com
@ v2fly/domain-list-community data/sohu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
sohucs.com
@ v2fly/domain-list-community data/spotify @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
spotify.map.fastlylb.net
@ v2fly/domain-list-community data/ssrcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airport-gov-cn.com cnix-gov-cn.com
@ v2fly/domain-list-community data/stackexchange @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
stackoverflow.help
@ v2fly/domain-list-community data/steamunlocked @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
steamunlocked.net
@ v2fly/domain-list-community data/suning @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cnsuning.com
@ v2fly/domain-list-community data/tbank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
rosbank-credit.com tinkoff-group.com
@ v2fly/domain-list-community data/telegram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cdn-telegram.org
@ v2fly/domain-list-community data/tencent @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
iot-tencent.com
@ v2fly/domain-list-community data/tencent-games @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
supercellsupport.cn
@ v2fly/domain-list-community data/terabox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
terabox1024.com
@ v2fly/domain-list-community data/twitch @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ext-twitch.tv
@ v2fly/domain-list-community data/unionpay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
unionpaysecure.com
@ v2fly/domain-list-community data/verizon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
static-verizon.com
@ v2fly/domain-list-community data/walmart @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
wal-mart.com walmart-content.com walmart.pharmacy
@ v2fly/domain-list-community data/whatsapp @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
whatsapp-plus.info whatsapp-plus.me whatsapp-plus.net whatsapp.cc
@ v2fly/domain-list-community data/wildberries @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
wildberries.tm
@ v2fly/domain-list-community data/xbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xbox360.co xbox360.com xbox360.eu xbox360.org
@ v2fly/domain-list-community data/yahoo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yahoo.cat yahoo.cd yahoo.cm yahoo.gl yahoo.nu yahoo.st yahoo.tk yahoo.tm yahoo.vg yahoo.ws
@ v2fly/domain-list-community data/yandex @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
support-uber.com yandex-bank.net yandex-net.ru yandex.com.am yandex.com.ge yandex.com.ru yandex.st yandex.sx
yandex.tm yandexcom.net
@ v2fly/domain-list-community data/youtube @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
youtube.cat youtube.mn youtube.soy youtubemobilesupport.com
@ 2factorauth/twofactorauth entries @ f3ac2ab71c6fe4857a4ad1ef039d2a4eaf1a342c (2026-08-04)
boursorama-banque.com citibankonline.com deutsche-bank.de hoststar.ch wellsfargoadvisors.com
@ mozilla-services/shavar-prod-lists disconnect-entitylist.json @ baff03fbfb14fed743ea1a5e05fcd9399bb66784 (2026-07-14)
aliexpress-service.com assoc-amazon.com azerion.com comcastinvoices.com customerservice-macys.com dp-dhl.com
google.ac google.tk klarnaservices.com lazada-seller.cn mastercardpaymentservices.com mcafeesecure.com
microsoftonline-p.net paypal-businesscenter.com paypal-danmark.dk paypal-experience.com paypal-globalshops.com
paypal-information.com paypal-mena.com paypal-mktg.com paypal-nakit.com paypal-norge.no paypal-passport.com
paypal-promo.es paypal-sverige.se paypal-turkiye.com paypal-workplace.com rakuteneagles.jp ttarget.ru
venmo-experience.com
@ third-party-web 0.30.0 dist/entities-nostats.json
experianmarketingservices.digital payments-amazon.com
@ delta94/vietnam libs/@vietnam/banks/src/banks.ts @ 50ba96ee964082584452bfd679c288ca8aa2f6a3
baovietbank.vn
@ MetaMask/eth-phishing-detect src/config.json, whitelist, as in npm eth-phishing-detect 1.2.0
cobinhood.com coinbased.xyz eitherscan.com metamaks.ru metamas.com metamash.co metamash.io metamasks.com metamusk.eu
metamusk.io metmask.com mynetherwallet.io opena.tv openei.org openia.ae opensea.institute openseas.com openseas.gr
opensera.com uniswap.eth uniswap.ninja uniswap.vision uniswapex.io
@ AdguardTeam/HttpsExclusions exclusions/banks.txt @ 7e373c5af751a1892e6099ac519320813abe3177 (2026-03-03)
agbank.az agibank.com.br agri-bank.com alfa-bank.by alorbank.ru asbank.ru banquepopulaire.cyberplus cb-bank.de
citibankonline.pl citizensbankonline.com comertbank.md cvw-privatbank-ag.de deutsche-bank.es deutsche-bank.it
deutsche-bank.pt esbank.no finansonline.com forbank.ru inecobank.am itbank.ru krungsrionline.com meabank.com
mmbank.ru ndbank.ru onlinebanking-raiffeisenbank-heroldsbach.de onlinebanking-raiffeisenbank-hiltenfingen.de
onlinebanking-raiffeisenbank-regenstauf.de onlinebanking-volksbank-hochrhein.de oschad24.com payupay.ru pinbank.ua
privatbank1891.com raiffeisen-privatbank-landing.de raiffeisen-privatbank.de rostfinance.ru royal-bank.ru rsbank.no
sabank.hr sberbank-ast.ru sebank.se skbank.com.tw snbank.ru spk-elbe-elster.de vakif-bank.de
@ awesome-selfhosted/awesome-selfhosted README.md @ 2aa7304d793ede626492daa890fea95915b35da3 (2026-08-22)
papra.app weechat.org
@ public-apis/public-apis README.md @ c045a2eb505f0f8b7992bb4af53cc020f25003fd (2026-08-20)
developer-tripadvisor.com
@ MISP/misp-warninglists lists/bank-website/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
absa.africa bankwest-sd.com first-citizens.com luzerner-regiobank.ch raiffeisen-bank.ba standardbank.cd
standardbank.mu
@ v2fly/domain-list-community data/category-bank-mm @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cbbank.com.mm mmbbank.com.mm
@ v2fly/domain-list-community data/category-bank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alfabank.st deutsche-bank.ru gazprombank.investments
@ v2fly/domain-list-community data/category-education-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
nattest-china.com
@ v2fly/domain-list-community data/category-travel-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
rzd-bonus.ru
@ sublime-security/static-files tranco_top_50k.csv @ eb76f5269e9646116a20527c94397b494ad39232 (2026-08-21)
9minecraft.net adblock-for-youtube.com adobe-addons.com adobe-campaign.com airable.io aldi-nord.de aldi-sued.de
americanis.net betmexico.mx bloomberga.com bonjour-ratp.fr byndid.com canadapost-postescanada.ca canal-plus.com
cloudflare-eth.com cnbctv18.com defibit.io dewaweb.com feishewang.cn filedownload-csw-lenovo.com finanzaonline.com
gateio.ws gazprom-neft.ru gbooking.ru groupe-sncf.com imd.org iomart.com lidl-hellas.gr moai-prod-samsung.com
mossru.com msg-csw-lenovo.com nexicom.net nta.co.jp octoclick.com okta-gov.com oppofind.com otsuka-office365.jp
pagseguro.uol rakutenadvertising.io samsungfind.com service-now.com smbc-comics.com steamgifts.com telnor.net
vantage-csw-lenovo.com vintedapp.com virginmediao2.co.uk whats-on-netflix.com x2twitter.com yahoo-net.jp zerocha.jp
@ MISP/misp-warninglists lists/cisco_top20k/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
onedriveclubprodbn20001.blob.core.windows.net onedriveclubprodbn20002.blob.core.windows.net
onedriveclubprodbn20003.blob.core.windows.net onedriveclubprodbn20004.blob.core.windows.net
onedriveclubprodbn20005.blob.core.windows.net onedriveclubprodbn20006.blob.core.windows.net
onedriveclubprodbn20007.blob.core.windows.net onedriveclubprodbn20008.blob.core.windows.net
onedriveclubprodbn20009.blob.core.windows.net onedriveclubprodbn20015.blob.core.windows.net
onedriveclubprodbn20016.blob.core.windows.net onedriveclubprodbn20017.blob.core.windows.net
onedriveclubprodbn20018.blob.core.windows.net onedriveclubprodbn20019.blob.core.windows.net
onedriveclubprodbn20020.blob.core.windows.net onedriveclubprodbn20021.blob.core.windows.net
onedriveclubprodbn20022.blob.core.windows.net onedriveclubprodbn20023.blob.core.windows.net
onedriveclubprodbn20024.blob.core.windows.net onedriveclubprodbn20025.blob.core.windows.net
onedriveclubprodbn20026.blob.core.windows.net onedriveclubprodbn20027.blob.core.windows.net
onedriveclubprodbn20028.blob.core.windows.net onedriveclubprodbn20029.blob.core.windows.net
onedriveclubprodbn20032.blob.core.windows.net onedriveclubprodbn20033.blob.core.windows.net
onedriveclubprodbn20034.blob.core.windows.net onedriveclubprodbn20035.blob.core.windows.net
onedriveclubprodbn20036.blob.core.windows.net onedriveclubprodbn20037.blob.core.windows.net
onedriveclubprodbn20038.blob.core.windows.net onedriveclubprodbn20039.blob.core.windows.net
onedriveclubprodbn20040.blob.core.windows.net onedriveclubprodbn20041.blob.core.windows.net
onedriveclubprodbn20042.blob.core.windows.net onedriveclubprodbn20043.blob.core.windows.net
onedriveclubprodbn20044.blob.core.windows.net onedriveclubprodbn20045.blob.core.windows.net
onedriveclubprodbn20046.blob.core.windows.net onedriveclubprodbn20047.blob.core.windows.net
onedriveclubprodbn20048.blob.core.windows.net onedriveclubprodbn20049.blob.core.windows.net
onedriveclubprodbn20050.blob.core.windows.net onedriveclubprodbn20051.blob.core.windows.net
onedriveclubprodbn20052.blob.core.windows.net onedriveclubprodbn20053.blob.core.windows.net
onedriveclubprodbn20054.blob.core.windows.net onedriveclubprodbn20055.blob.core.windows.net
onedriveclubproddm20001.blob.core.windows.net onedriveclubproddm20002.blob.core.windows.net
onedriveclubproddm20003.blob.core.windows.net onedriveclubproddm20004.blob.core.windows.net
onedriveclubproddm20005.blob.core.windows.net onedriveclubproddm20006.blob.core.windows.net
onedriveclubproddm20007.blob.core.windows.net onedriveclubproddm20008.blob.core.windows.net
onedriveclubproddm20009.blob.core.windows.net onedriveclubproddm20018.blob.core.windows.net
onedriveclubproddm20019.blob.core.windows.net onedriveclubproddm20020.blob.core.windows.net
onedriveclubproddm20022.blob.core.windows.net onedriveclubproddm20023.blob.core.windows.net
onedriveclubproddm20024.blob.core.windows.net onedriveclubproddm20025.blob.core.windows.net
onedriveclubproddm20026.blob.core.windows.net onedriveclubproddm20027.blob.core.windows.net
onedriveclubproddm20028.blob.core.windows.net onedriveclubproddm20029.blob.core.windows.net
onedriveclubproddm20030.blob.core.windows.net onedriveclubproddm20031.blob.core.windows.net
onedriveclubproddm20032.blob.core.windows.net onedriveclubproddm20033.blob.core.windows.net
onedriveclubproddm20034.blob.core.windows.net onedriveclubproddm20035.blob.core.windows.net
onedriveclubproddm20036.blob.core.windows.net onedriveclubproddm20037.blob.core.windows.net
onedriveclubproddm20038.blob.core.windows.net onedriveclubproddm20039.blob.core.windows.net
onedriveclubproddm20040.blob.core.windows.net onedriveclubproddm20041.blob.core.windows.net
onedriveclubproddm20042.blob.core.windows.net onedriveclubproddm20043.blob.core.windows.net
onedriveclubproddm20044.blob.core.windows.net onedriveclubproddm20045.blob.core.windows.net
onedriveclubproddm20046.blob.core.windows.net onedriveclubproddm20047.blob.core.windows.net
onedriveclubproddm20048.blob.core.windows.net onedriveclubproddm20049.blob.core.windows.net
onedriveclubproddm20050.blob.core.windows.net onedriveclubproddm20051.blob.core.windows.net
onedriveclubproddm20052.blob.core.windows.net onedriveclubproddm20053.blob.core.windows.net
onedriveclubproddm20054.blob.core.windows.net
@ MISP/misp-warninglists lists/cloudflare-top100k/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
182-airtel.com aicoin.com airtel.africa auone-net.jp bancolombia.corp bibit.id binancefuture.com binancewv.com
bitru.org bixberry.com canal-plus.net canalplus-bo.net chinamobil.ru dingtalkcs.com dls-samsung.com documo.com
dp-pertamina.com dropboxexperiment.com dropboxlegal.com eeebooks.net experiancs.com flip-pay.com goodto-go.com
google.com.ru group-telegram.com jntexpress.id kogao-marktplatz.com korbyt.com lidl-shop.com motherbaby.gr
octopus-cards.com offerup-apis.com onnext.com.br perf-nonprod-lululemon.com photon-reddit.com pontoslivelo.com.br
popularonline.com.my proximis.com revolut.codes saq.com sephora-asia.net sns-security.fr sociola.net
sparkasse-banking.de squarespace.domains ssu-samsung.com static-upwork.com store-macys.com telcel-id.com
telegrammhs.org trademo.com transferinbursa.com verizon-services.com vnpt-invoice.com.vn we-chat-social.com
zohoassist.com
`;
