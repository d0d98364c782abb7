/** Words of English, Vietnamese and ten more languages that are one letter off a brand. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const EVERYDAY = String.raw`
aboding acrasia aether agitable aidas akrasia amazons amirates anytime apostle appie applied arame arames arena
arenas argent atwitter autosome aviette bacons banksia beacon bechance beckons beezer bestar bethumb biobank
blankest blizzards blizzardy boaking bocking boking bonking boobing boohing booing bookings booling booming boomkin
boosing booting boozing borking broking brooking bruters bumble cahoot calando calendal calendry canbank caput
carousel carousels carrousel cartable caudae caudex caudle cellphone cental centals centra centrals centreline china
chinar chinas chintz chores chott chotts chrome clade clades claque clause clints cloud clouds cloudy coccic cocco
coccos cocket codirect codirects compas compast cooking corbes corers cores coreys cories correas corries corses
corves cotransfer cotransfers couping coures credit crores crumble dappled deacons decathlons dedão deeder deeper
deorbit depone dichord dingdong discard discoed discoer discoid discords discus disuse docket donkey dooking douane
dreaming drumble dåna décathlon earcons edger edgers edgier either elints embank emicates emigrate emigrates emirate
endite enhance enteral enthral entrail entrall etcher ether ethers etão evirates evolute facebooks facetiae fandoms
fantom fetish finance fingan flaggy fledge flick flicker flicks flints flours flouse floush flouts flows foxtail
fumble gadding gadids gadling galena gaoling garden garget gauding geddit geezer geminy germin giants gledge glents
glifts glint glinty glits goading godding godling goggle goglet gompas googled googles googly googol gooley goolie
gores gorges gorses grading grumble hedger hether hodaddy honkey hooking hotpot humble hère ideality infaust ingan
ingans ingoting interact interest interests intuits island itaú jooking jumble kachina kedger khalifa kickstarted
kingpost koneke kooking koppas kormas krakens krill krills larnax lauded lauder leader ledge ledged ledgers ledges
ledgier lefter leger legers legger leidger leiger lender lenger lenvoy leptin letterbox letterboxed lewder licker
lidger lieder lieger lifter lints lipin lipins loafer locket lodger lofted lofters loftier loiter looking looter
lother lotion lotter macoya mailer malmal mandir mandira mandirs mandom mandril mastodons mastodont maxima mayan
medicares medicate mediocre mediums medius melón messengers metump migrates milt minima minimal miró misrates misã
mobile mobiles mohrs mohurs monkey morass morses motion mumble myotube mástodon médium méga nation neatest nether
neuters nocket noting notions näver octopush ofter option ordeal outcook outlooks outtook packet palpal pantoum
papacy papal papaya parget password passwords patron patrons patroon payday pether phantoms phantomy phoneme picket
pinang pindan pledge pledger pocked pockets pontify pooking postal postil postin potion potshop procession processor
protonemal quantong radian radium radiums ramble random rebus rebuts rebuys redbud redbuds redbug redbugs redipt
redubs reduit reedit refuter refuters refutes reiters remble renters replay reputes resters retears retransfer
reutter reutters revolt revolts revolute robalo rocket rooking rouble routers rubble ruble rubles rumbled rumbler
rumbles rumbly rumple rutters saning sappled schwa schwas scores seabanks shoepack shope shoppe shrill signa signals
signpost sining skill skills skilly sledge sledger sluing socket softer soland sooking spinal sportif spuing steams
stipe stiped stipel stipes stitch strata streams striae stride strife strike strip striped striper stripes stripey
strips stript stripy strive sträva subtack subtacks suing suings sunning suring surpass switch syning tabret tachina
tapeta targe targed targes targets teabox tedium teeter teethe teether telegrams temù tenter tester tethers tetter
texter thether thread thready threaper threaps threats thrist thrust tiepin tinted tinter titch titchy tither titoki
titter titters tother touching treads tremor tripe tripes tripey triple trist triste truest truism trust trusts
trusty tubist tumble tumbler tuners tunes tuning twinter twister twitchy twitted twitten twitters twittery ténor
umble umbles unking upcome ureters urning vanguards veered ventral version vexer vexers vidette wecht wechts wether
wexing whitter wikipédia witch witchy witter witters wittier zeile äpple über
`;
