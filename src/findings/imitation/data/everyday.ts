/** Words of English, Vietnamese and ten more languages, and names of several domains, that are one letter off a brand. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const EVERYDAY = String.raw`
abband abbink abby absank acknowledger acknowledgers acure adibe adobelike adobes adobo adone adore adoze aether
affirms agda agora aguda aidas alack alando alegro aleli alguazil alguazils alizaba allegra allegros allmänna alster
altruist altruistic altruistically altruists alure aly alzada amazona amazone amazonian amazonians amazonite
amazonites amazons amazonstone amazonstones amel amelia amelias amelie amelio ameliorable ameliorant ameliorants
ameliorate ameliorated ameliorates ameliorating amelioration ameliorations ameliorative ameliorator ameliorators
amelioratory amelo amirates ample ampli amure anati andai andi angie angletwitch angletwitches anneli annex anta
antae antal antan antar antas antat anti antia antirevolutionaries antirevolutionary aoste aphasics apoda appel
appie applecart applecarts appledrain appledrains applejack applejacks appleringie appleringies apples applesauce
applesauces applet applets appley appli applied apply apule arame arameo arames arameu arbitrium areli arena arimo
arty asdics asic aspics asple atrip atwitter audiorack aunar aure autonome autosome ave aver azada azufre azur
azurer azures azurn azuru azury bacons bairu bakeapple bakeapples bandom bankintern barclaya barena basics baver
beacon belle belon belster besla bethumb biber bidal bidu biggo bilance billionaire billionaires bimo binder biog
biotelemetric biotelemetries biotelemetry black blank blaude blizzardly blizzards blizzardy blomberg blot bluefin
bluewing bluewings boaking bocking boeking bogers boking bokking bonking bonzo boobing boohing booing bookings
booling booming boosing boost booting boozing borking bost braken brantail brantails brigandine brigandines brim
brims brio brito brno broking bromo brooking brumo bumble buning bvba cabby cainiano cainito calando calendry
camelia camelias camelid camelids cameline camelines camelish candi canvas canvasback canvasbacks canvased canvaser
canvasers canvases canvasing canvaslike canvass canvassed canvasser canvassers canvasses canvassing canvassings
capas caput caramelisation caramelisations caramelise caramelised caramelises caramelising caramelization
caramelizations caramelize caramelized caramelizes caramelizing carena carousel carousels carrefours carrousel case
cash caver cease cedex ceibo celle cellphone cental centeal centra centraal centrale centrals centrar centreline
chace chade chafe chaise chale chanel chape chare chas chased chaser chases chasm chasse chaste chave chose choto
chotoe chotos chott chuse ciber cinch cinder clack clade clarty clase claudel claudie claudy clause clints coccic
cocco coccos cocket cocozelle cocozelles codirect coentral compas compast conic conor cooking cooze correas correio
correo correol correoso cosaco cosco coste costo costão cotransfer counterintuitive counterintuitively
counterrevolution counterrevolutionaries counterrevolutionary counterrevolutions coupant couping cozze crabapple
crabapples crabby crase crumble cuark cubito cunar cynic cysteamine cysteamines daan dandi dapple dappled dapples
darcy darky dart darte darts daver deacons decathlons dedal dedicare dedão delle delon dendo deppen digi digit
dingdong dinted dirty discard discoed discoer discoid discordance discordances discordancies discordancy discordant
discordantly discorde discorded discordful discording discords discount discoverf discovers discovert discovery
disnea divin docket donor dooking dorty doucin doujin douk drabby dreaming dreamtime dreamtimes drogers drumble
dunar dysphasics dåna décathlon easter edger eforo ehre eiber einder ekster elater elema element elemental
elementalism elementalisms elementally elementals elementarily elementariness elementarinesses elementary elements
elemi elene elime elints elle elme elon elstar elsten embank embanked embanker embankers embanking embankment
embankments embanks emicates emigrates emirate emiratos enameling enamelist enamelists endo enge engin engine engte
envie eremitano erster ester estrade estramazone estramazones etero ether etão evirates exeme exodes exodos exoduses
expedir expedit fabby facebooked facebooking facebooks facet facetiae facett facit fando fandoms faneco fantail
fantailed fantails fantom faver feddit fede feder fedexed fedexes fedexing feleme felon feneco fiber fileco finance
finch finder fingan fiver fivers flack flaggy flamelike fleme flick flicka flicker flicks flints flipp fogou fortune
fortuned fortunes fortunio fortuno foste foxtail fradesco frimo fumble funar gabby gaddi gadi gail galena gamelike
gand ganda gandhi gandin gandir gando gandu gandy ganzi garb gardena garela garen garera garget garina garona garuna
gash gateia gateiro gatero gaver gazelle gazelles gazena gazillionaire gazillionaires gechat geddit gemind geminy
ghandi giber ginder glents glifts glint glinty glits gnash goggle gompas gondi gonzo googled googles googlewhack
googlewhacks googly gopak gopal grabb grabby grail grapple grappled grappler grapplers grapples grena groupwork
groupworks grumble guigo gumtrees gundi habby hamamelidaceous hamamelis hamamelises hase haver hdl hedger heer heere
hein helle herre hether hidai himalaya hinder hinted hochmagandies hodaddy honer honom honors honoré honos honour
hooking hoor hortmail horton hosor hoste hotsmail houghmagandie houghmagandies houtmail hubi humbi humble hutspot
hère imall inch incuit inder induit ingan inkost inmost inpast inquorate intera interact interactant interactants
interacted interacting interaction interactional interactionism interactionisms interactionist interactionists
interactions interactive interactively interactivities interactivity interacts interest intermarché intuir
intuitable intuited intuiting intuition intuitional intuitionalism intuitionalisms intuitionalist intuitionalists
intuitionally intuitionism intuitionisms intuitionist intuitionists intuitions intuitive intuitively intuitiveness
intuitivenesses intuitivism intuitivisms intuito intuits intuitu inuit invidious invidiously invidiousness
invidiousnesses iodos ionosonde ionosondes ionosphere ionospheres ionospheric ionospherically ions irnos isna itaú
itidal javer jelle jiber jinder jooking jumble jupiler justest júpiter kaka kakapo kakas kaken kapas karna kedger
kelle kendo kickstarted kidal kinder klack klara knapple knappled knapples knaveries knavery kodak kompa kompass
kompis kooking koppas kosak koste kota koutube kozak koçak kragen krake krakens kraker krakken kramen kranken krill
kroken kurogame kwaken kype lack lacoste laly lanada landi lank lanzada larada latada laude lavada laver lavin
ledder leder ledge ledged ledgered ledgering ledgers ledges ledgier lefter leger legger legions leidger leiger leme
lenger lester lether letterbox letterboxed levin liber lidger lien lifter likin linch linin linne linted lints lipin
lithometeor lithometeors liven livia livid living livio liévin locket lodger lofer lofted lofters loftier loiter lom
lomm lomo looking looter lotion lotter louter lubito lunar luning lurk lövin lüfter magal magali mairu mall malmal
mameli mandari mandi mandibi mandii mandir mandira mandirs mandom manduri mank manzo marty mastodons mastodont
mayapple mayapples mcdonald meal meda medalj medals medan medel medial mediare medicar medicares medicate meditare
mediums medius medla medol melen meli melle melo meloa meloe meloen melone melons melos melton melun melón mendicare
mendo menor menzo mercar merdal merlon mesal meson messengers metal meulon microelement microelements millenniums
millionaire millionaires millionairess millionairesses milt minder minima minimal minimex minted miró missa misã
mobilone modal mohrs molifone monco mondo monel moner monet money mongo monho monjo monos monox monso monvo monza
monzonite monzonites monzonitic morton moste motion mozo mulon multibillionaire multibillionaires multielement
multimillionaire multimillionaires mumble myelon mástodon médium méga naber nacer nadas nader nagas nager naiver
naker nalas namer nanas nandi napa napes napias nappas napps naps napus naras naser nation navar nave navel naves
navet navew navier navio navrer neid nelle neptunium neptuniums nether neuters never nidal niek nipas nitwitteries
nitwittery nocket nonelementary noninteracting noninteractive nonintuitive nonrevolutionaries nonrevolutionary norde
norden norder nortan notino notions nover näver nórton nĳver obstar obtus ocentral octopush ofter ointed oligo onor
onos ontlook onzo opendi opensla opensta optas opts opus organdie organdies origo oste otoro outcook outgo outlooked
outlooking outlooks outtook ozone packet pagoda pagodas palando palpal palurk panel papal papas parabema parabemata
parabematic parget party password paste paver payday pazada pbit pedal pedantries peka pekan pekar pelle pelon
pelster pendo pergamina perplexité peste pether phantoms phantomy phase phoneme pichincho picket pinch pindan pinder
pineapple pineapples pingar pingen piste pizzelle pizzelles plack plantain plantains pledger pledgers pluck pluk
plunk plura pluri pochet pocked pocken pockets poeste polonie polonies ponte pooking popo portamina porte pose posse
post posta postal postbak posted postel posten poster postie postil posto postre postrevolutionary posts pote potion
potus poète prerevolution prerevolutionary primar primary primo procession processor processos prolator propagandise
propagandised propagandiser propagandisers propagandises propagandising propagandism propagandisms propagandist
propagandistic propagandistically propagandists propagandize propagandized propagandizer propagandizers
propagandizes propagandizing psdb punar pupiter påste quaak quack quak quantong quare quarks quart quarz quaró
quinar quirk quorate rabbi radioelement radioelements radiotelegram radiotelegrams radiotelemeter radiotelemeters
radiotelemetric radiotelemetries radiotelemetry radium ragers raken raketen ramble randi random rapple raver razure
reddito reduit reedit refuters reginos region regione reiters remble renters repco resolut resters retransfer
reukers reusers reuter reutters revolt revolute revolution revolutional revolutionaries revolutionarily
revolutionariness revolutionarinesses revolutionary revolutioner revolutioners revolutionise revolutionised
revolutioniser revolutionisers revolutionises revolutionising revolutionism revolutionisms revolutionist
revolutionists revolutionize revolutionized revolutionizer revolutionizers revolutionizes revolutionizing
revolutions revoluto rhein ribby rigid robby robers rocket roger roguers rojers rokers romers rongcheng rooking
ropers rotgers routers rovers rowers rozelle rozelles roĳers rubble rubby ruble rumbled rumbler rumbles rumbly
rumple runar sack sagou saics salando saning sapple sappled sapples sarasa saver scapple scappled scapples schab
schein schrab schwa schwabe schwan schwas scrapple scrapples sdein seabanks seam sebito sedal sedex seibo sein selle
selon senado send senda sende sendos sends senho senhora senno seno senor senso senão serata serosa shack sheen
sheik shewn shimozzle shimozzles shin shope shoppe shrill sian sics siendo signa signaal signals signar sinal sindo
sineco sining skein sketchers skill skräll skye skypen skypet skyre skyte slaak slacka slacks slak slank slask
sledger sledgers slick slurk slype smack small snack socket softback softer sogers solfare sonor sonos sooking
sophora soste soundcard soundcards sparkassa sparkassen squark stack stam stapple stapples stead steak steal
steamboat steamboats steamed steamer steamered steamering steamers steamfitter steamfitters steamie steamier
steamies steamiest steamily steaminess steaminesses steaming steamings steamroll steamrolled steamroller
steamrollered steamrollering steamrollers steamrolling steamrolls steams steamship steamships steamtight
steamtightness steamy stean stear steem stein stem stemm stipe stirpe storo stram stramazon stramazons stravage
stravaged stravages stravaging stravaig stravaiged stravaiger stravaigers stravaiging stravaigs stream striae stride
strie striep strife strige strike strip stripa striped striper stripes stripey stripp strippe strips stript stripy
strive strope struist strupe sträva subit subtack suer sugning suing sump sundo sunning sunup superbillionaire
superbillionaires supermillionaire supermillionaires sups suring susning swack switch syning sype såning séphora
súbito tabby tall talstra tangerines tangering tangerino tanor tapas tarena taret targe targed targes targets tarty
taver team teazelled tecla tedium teether tekla tekstra tela telco telecom telegraf telegrama telegramm
telegrammatic telegrammed telegrammic telegramming telegrams telemedicine telemedicines telemen telemeter
telemetered telemetering telemeters telemetric telemetrical telemetrically telemetries telemetry telkom temor temp
tempa tempe tempi tempio templo tempos temps tempt tempão tempé temão temù tenar tender tendo tener tenir teno tenon
tenore tenors tenour tenro tensor teor teoro tepor tercel terco termtime termtimes tesco tesda tesela teslas tessa
testa tetherball tetherballs tethered tethering tethers tetrade tetter texla thein thelement thelements
thermoelement thermoelements thether thrapple thrappled thrapples thread thready threaps threats tial tiau tiber
tical tich tidan tiempo tikal tiktokv tiktokw tilstra tinader tindal tinded tinders tindery tinier tinker tinner
tinor tinted tinter titch tither titter tjall toesla tonder tonos toro toste tother trade trall trameling treads
tremor tresor trevor trezoor trillionaire trillionaires trip tripe trist truest truis truism truistic trust tsela
tuinder tumbar tumble tumbler tunar tunes tuning turist twinter twister twitched twitcher twitchers twitches
twitchier twitchiest twitchily twitching twitchings twitchy twitted twitten twittered twitterer twitterers
twittering twitteringly twitterings twittern twitters twittery ténder ténor tênder ubre uiai ulster ultrabasics
ultrarevolutionaries ultrarevolutionary umble unar unaverage unavertable unaverted unavertible undiscordant
undiscording unhold unidlo uninvidious unrevolutionary untether untethered untethering untethers unwork upfold
upheld uphild upholder upholders upholding upholdings upholds uplit upsold usa ussa vanguarda vanguards vedal velon
velstra venamo vendo venlo venom vented vento ventral veri vettel vias vibe viberg vibero vibes vibex vibey vibier
vibrer vidal vider vier viertel viger viker viler vinder vined viner vinte vinter viper virer viser vissa viver
vunar wahoo warty waver webbe webd wecht wedde wede weib weide welle wende wether weĳde wibo wies wikimedia
wikipedian wikipédia wildcard wildcards winch winder wisse witter wraken xiaoyi yabby yahooism yahooisms yahoos ybit
yendo youk youks youtubei youtuber zaobao zeile zele zell zellen zeller zelve zendo zentral ziber zille zillionaire
zillionaires zinder zom zone zonzo zulle zunar zwitter zölle äpple über
`;
