/** Words of English, Vietnamese and ten more languages that are one letter off a brand. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const EVERYDAY = String.raw`
aboding acknowledger acknowledgers acrasia adobelike adobes aether affair affirms agitable aidas akrasia alguazil
alguazils alleger allegros allmänna altruist altruistic altruistically altruists amazonian amazonians amazonite
amazonites amazons amazonstone amazonstones amelia amelias ameliorable ameliorant ameliorants ameliorate ameliorated
ameliorates ameliorating amelioration ameliorations ameliorative ameliorator ameliorators amelioratory amirates
angletwitch angletwitches anneli annex antal antirevolutionaries antirevolutionary anytime aphasics apostle appie
applecart applecarts appledrain appledrains applejack applejacks appleringie appleringies apples applesauce
applesauces applet applets appley applied arame arames arbitrium arena arenas argent atwitter autosome aviette
bacons bakeapple bakeapples bandore banksia basics beacon bechance beckons beezer belter bestar bethumb bicameral
billionaire billionaires bilobed binder biobank biotelemetric biotelemetries biotelemetry bisect blankest blizzardly
blizzards blizzardy bluefin blueing bluewing bluewings boaking bocking boking bonking boobing boohing booing
bookings booling booming boomkin boosing booting boozing borking brantail brantails brigandine brigandines brno
broking brooking bruters bumble cahoot calando calendal calendry camelia camelias camelid camelids cameline
camelines camelish canbank cancel cannel canvas canvasback canvasbacks canvased canvaser canvasers canvases
canvasing canvaslike canvass canvassed canvasser canvassers canvasses canvassing canvassings caput caramelisation
caramelisations caramelise caramelised caramelises caramelising caramelization caramelizations caramelize
caramelized caramelizes caramelizing carousel carousels carrefours carrousel cartable caudae caudex caudle cellphone
cental centals centra centrals centreline china chinar chinas chintz chores chott chotts chrome cinder clade clades
claque clarty clause clints cloud clouds cloudy coccic cocco coccos cocket cocozelle cocozelles codirect codirects
compas compast cooking corbes corers cores coreys cories correas corries corses corves cotransfer cotransfers
counterintuitive counterintuitively counterrevolution counterrevolutionaries counterrevolutionary counterrevolutions
couping coures crabapple crabapples crabby credit crores crumble cysteamine cysteamines dapple dappled dapples
deacons decathlons dedão deeder deeper deorbit depone dichord dingdong dingey dinkey dinted discard discoed discoer
discoers discoid discordance discordances discordancies discordancy discordant discordantly discorded discordful
discording discords discount discounts discovers discovert discovery discus disuse docket donkey dooking dotcom
douane drabby dreaming dreamtime dreamtimes droger drogers drumble dysphasics dåna décathlon earcons easter edger
edgers edgier either elater element elemental elementalism elementalisms elementally elementals elementarily
elementariness elementarinesses elementary elements elints embank embanked embanker embankers embanking embankment
embankments embanks emicates emigrate emigrates emirate enameling enamelist enamelists endite enhance enteral
enthral entrail entrall ephoral ester esters estrade estramazone estramazones etcher ether ethers etão evirates
evited evolute exodes exodos exoduses facebooked facebooking facebooks facet facete facetiae facets fandoms fantail
fantailed fantails fantom faucet fedexed fedexes fedexing felter fester fetish finance finder fingan fiver fivers
flaggy flamelike fledge flick flicker flicks flints flours flouse floush flouts flows fortune fortuned fortunes
foxtail fumble gadding gadids gadling galena gamelike gaoling garden garget gauding gazelle gazelles gazillionaire
gazillionaires geddit geezer geminy germin giants gledge glents glifts glint glinty glits goading godding godling
goggle goglet gompas googled googles googlewhack googlewhacks googly googol gooley goolie gores gorges gorses grabby
grading grapple grappled grappler grapplers grapples groupwork groupworks grumble gumtrees hamamelidaceous hamamelis
hamamelises hedger hether hinder hinted hochmagandies hodaddy honkey hooking hotpot houghmagandie houghmagandies
humble hère ideality impost infaust ingan ingans inglobe ingoting inkpot inmost inquorate intend interact
interactant interactants interacted interacting interaction interactional interactionism interactionisms
interactionist interactionists interactions interactive interactively interactivities interactivity interacts
interarched interarches interest interests intermarché intoed intuitable intuited intuiting intuition intuitional
intuitionalism intuitionalisms intuitionalist intuitionalists intuitionally intuitionism intuitionisms intuitionist
intuitionists intuitions intuitive intuitively intuitiveness intuitivenesses intuitivism intuitivisms intuits
invidious invidiously invidiousness invidiousnesses ionosonde ionosondes ionosphere ionospheres ionospheric
ionospherically island itaú jester jooking jumble jumpier justest júpiter kachina kaffir kedger kelter khalifa
kickstarted kinder kingpost knapple knappled knapples knaveries knavery koneke kooking koppas kormas krakens krill
krills larnax laster lauded lauder leader ledge ledged ledgered ledgering ledgers ledges ledgier lefter leger legers
legger legions leidger leiger lender lenger lenvoy leptin letterbox letterboxed lewder licker lidger lieder lieger
lifter linch linted lints lipin lipins lister lithometeor lithometeors loafer locket lodger lofted lofters loftier
loiter looking looter lother lotion lotter luster macoya mailer malmal mandir mandira mandirs mandom mandril mangal
mastodons mastodont maxima mayan mayapple mayapples medicares medicate mediocre mediums medius melter melón
messengers mester metump microelement microelements migrates millenniums millionaire millionaires millionairess
millionairesses milt minder minima minimal minted miró misrates misã mobile mobiles mohrs mohurs monkey monzonite
monzonites monzonitic morass morses motion multibillionaire multibillionaires multielement multimillionaire
multimillionaires mumble myotube mástodon médium méga nation neatest neptunium neptuniums nester nether neuters
nitwitteries nitwittery nocket nonelementary noninteracting noninteractive nonintuitive nonrevolutionaries
nonrevolutionary noting notions näver nórton octopush ofter oglers ointed option ordeal organdie organdies outcook
outlooked outlooking outlooks outtook packet pagoda pagodas palpal panel panels pantoum papacy papal papaya parabema
parabemata parabematic parget password passwords patron patrons patroon payday pedantries pelter pester pether
phantoms phantomy phoneme picket pinang pindan pinder pineapple pineapples pizzelle pizzelles plantain plantains
pledge pledger pledgers pocked pockets polonie polonies polonise polonize pontify pooking postal postil postin
postrevolutionary potion potshop prerevolution prerevolutionary primary procession processor propagandise
propagandised propagandiser propagandisers propagandises propagandising propagandism propagandisms propagandist
propagandistic propagandistically propagandists propagandize propagandized propagandizer propagandizers
propagandizes propagandizing protonemal quantong quorate radian radioelement radioelements radiotelegram
radiotelegrams radiotelemeter radiotelemeters radiotelemetric radiotelemetries radiotelemetry radium radiums ragers
ramble random reagins rebus rebuts rebuys redbud redbuds redbug redbugs redipt redubs reduit reedit refuter refuters
refutes regains reginas region reiters remble renters repass replay reputes rester resters retears retransfer
reutter reutters revolt revolts revolute revolution revolutional revolutionaries revolutionarily revolutionariness
revolutionarinesses revolutionary revolutioner revolutioners revolutionise revolutionised revolutioniser
revolutionisers revolutionises revolutionising revolutionism revolutionisms revolutionist revolutionists
revolutionize revolutionized revolutionizer revolutionizers revolutionizes revolutionizing revolutions ripost robalo
rocket roger roguer roguers rogues rokers rooking ropers rouble rouges routers rovers rowers rozelle rozelles rubble
ruble rubles rumbled rumbler rumbles rumbly rumple rutters saning sapple sappled sapples scapple scappled scapples
schwa schwas scores scrapple scrapples seabanks senhora seracs serais serosa serras shimozzle shimozzles shoepack
shope shoppe shrill signa signals signpost sining sketcher sketchers sketches skill skills skilly sledge sledger
sledgers sluing socket softback softer sogers soland sooking soundcard soundcards spinal sportif spuing stapple
stapples steamboat steamboats steamed steamer steamered steamering steamers steamfitter steamfitters steamie
steamier steamies steamiest steamily steaminess steaminesses steaming steamings steamroll steamrolled steamroller
steamrollered steamrollering steamrollers steamrolling steamrolls steams steamship steamships steamtight
steamtightness steamy stipe stiped stipel stipes stitch stramazon stramazons strata stravage stravaged stravages
stravaging stravaig stravaiged stravaiger stravaigers stravaiging stravaigs streams striae stride strife strike
strip striped striper stripes stripey strips stript stripy strive sträva submit subtack subtacks suing suings suitor
sunning superbillionaire superbillionaires supermillionaire supermillionaires suring surpass switch syning séphora
súbito tabret tachina tanagrine tangerines tapeta targe targed targes targets teabox teazelled teckel tedium teeter
teethe teether telecom telegrammatic telegrammed telegrammic telegramming telegrams telemedicine telemedicines
telemen telemeter telemetered telemetering telemeters telemetric telemetrical telemetrically telemetries telemetry
temù tender tenter tercel termtime termtimes tester tetherball tetherballs tethered tethering tethers tetrad tetter
texter thelement thelements thermoelement thermoelements thether thrapple thrappled thrapples thread thready
threaper threaps threats thrist thrust tidier tiepin tinded tinders tindery tinier tinker tinner tinpot tinted
tinter tirade titch titchy tither titoki titter titters tother touching trade traded trader trades trameling treads
tremor trillionaire trillionaires tripe tripes tripey triple trist triste troade truest truism truistic trust trusts
trusty tubist tumble tumbler tuners tunes tuning twiner twinter twister twitched twitcher twitchers twitches
twitchier twitchiest twitchily twitching twitchings twitchy twitted twitten twittered twitterer twitterers
twittering twitteringly twitterings twitters twittery ténor ulster ultrabasics ultrarevolutionaries
ultrarevolutionary umble umbles unaverage unavertable unaverted unavertible undiscordant undiscording uninvidious
unking unrevolutionary untether untethered untethering untethers unwork upcome upfold upheld uphild upholder
upholders upholding upholdings upholds upsold ureters urgers urning vanguards veered veined vendis vented ventral
version vexer vexers vidette vined wayfare wecht wechts welter wester wether wexing whitter wikipédia wildcard
wildcards winder witch witchy witter witters wittier yahooism yahooisms yahoos yester zaffir zeile zester
zillionaire zillionaires äpple über
`;
