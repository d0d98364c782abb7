/** What things are called, with the registry's entity types that go by each name; a test holds it whole. */
const TYPES = {
  item: ["item", "item_hk", "product", "product_id", "goods", "offer"],
  deal: ["deal", "promo"],
  shop: ["shop", "shop_id", "mall"],
  cart: ["cart"],
  profile: ["user", "user_uid", "profile", "space", "handle", "custom_name", "open_profile"],
  contact: ["add_friend", "wecom_contact", "phone", "nv", "customer_service"],
  account: ["oa"],
  video: ["video", "video_av", "channels_video", "haokan", "reel", "clip", "mv", "talk"],
  series: ["cover", "season", "show", "media"],
  episode: ["episode"],
  film: ["movie", "film", "title"],
  live: ["live", "live_room"],
  song: ["song", "song_numeric", "music", "track", "sound", "audio"],
  album: ["album"],
  playlist: ["playlist", "favlist"],
  chart: ["toplist"],
  artist: ["artist", "singer"],
  podcast: ["podcast", "dj", "djradio", "program"],
  channel: ["channel"],
  article: ["article", "article_long", "baijiahao"],
  column: ["column"],
  note: ["note"],
  post: ["post", "private_post", "status", "dynamic", "story", "spotlight", "pin", "thread"],
  comment: ["comment"],
  message: ["message"],
  topic: ["topic", "group_topic", "hashtag", "tag", "supertopic"],
  forum: ["forum", "subreddit"],
  question: ["question", "zhidao"],
  answer: ["answer"],
  encyclopaedia: ["baike"],
  book: ["book", "novel"],
  paper: ["paper"],
  picture: ["image", "photo", "artwork", "art", "gif"],
  collection: ["collection", "board"],
  place: ["poi", "point", "marker", "scenic", "sight"],
  restaurant: ["poi_food", "restaurant"],
  hotel: ["hotel"],
  trip: ["vacation", "activity", "booking"],
  event: ["event", "project"],
  document: ["doc", "document"],
  form: ["form"],
  file: ["file", "share", "folder"],
  meeting: ["meeting"],
  group: ["group", "group_card", "group_invite", "group_jq", "group_qr", "chat", "chat_join", "invite", "open_chat"],
  mini_program: ["mini_program", "miniprogram_plain", "miniprogram_ticket", "applet", "liff", "tiniapp"],
  payment: ["native_pay", "h5_pay", "gopay", "payment_link"],
  payment_code: ["pay_code", "collect_code"],
  qr_code: ["qr", "scan"],
  search: ["search"],
  home: ["home", "entrance"],
  page: ["page", "app"],
  repository: ["repository"],
  issue: ["issue"],
  problem: ["problem"],
  game: ["game"],
  work: ["work", "mod", "workshop_item"],
  stickers: ["stickers", "emoji"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type EntityKind = keyof typeof TYPES;

/** The kind of each entity type. */
export const ENTITY_KINDS: ReadonlyMap<string, EntityKind> = new Map(
  kindNames().flatMap((kind) => TYPES[kind].map((type) => [type, kind] as const)),
);

function kindNames(): EntityKind[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very object
  return Object.keys(TYPES) as EntityKind[];
}
