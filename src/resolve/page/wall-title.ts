/**
 * Titles of pages that stand before a page: challenges, refusals, sign-in. They answer 200 and name nothing that was shared. Each is the
 * whole title but for a site's name before or behind it.
 */
const WALLS: readonly string[] = [
  // Cloudflare, "Challenge pages" and "Error pages": https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/
  "just a moment(?:\\.{3}|…)?",
  "attention required!?",
  "please wait(?:\\.{3}|…)?",
  "verify(?:ing)? (?:that )?you are (?:a )?human(?:\\.{3}|…)?",
  "checking your browser(?: before accessing.{0,80})?(?:\\.{3}|…)?",
  // Akamai, Imperva, HUMAN (PerimeterX), DataDome, DDoS-Guard, as link preview projects list them.
  "access (?:was |to this page has been )?denied",
  "pardon our interruption(?:\\.{3}|…)?",
  "ddos[- ]guard",
  "request (?:blocked|rejected|unsuccessful)\\.?",
  "403(?: -)? forbidden",
  "(?:are you (?:a )?|you are not a )robot\\??",
  "robot check",
  "(?:human|security|bot) (?:verification|check)",
  "captcha(?: interception| challenge)?",
  "vercel security checkpoint",
  // Google's consent page, Weibo's visitor page, public code of preview bots.
  "before you continue(?: to .{1,30})?",
  "sina visitor system",
  // Sign-in pages that walled sites show to whoever has no account.
  "(?:log|sign) ?in(?: (?:to|with) .{1,40}| or sign up(?: to view)?)?",
  "login",
  "(?:请先?)?(?:登录|登錄|登入)(?:.{1,12}(?:账号|帐号|帳號))?",
  "masuk(?: log)?",
  "đăng nhập",
  // Baidu, Alibaba (slide and block pages), Tencent (WeChat's 环境异常), Bilibili, Zhihu, Meituan.
  "(?:.{0,8}安全(?:验证|驗證|检查)|安全(?:验证|驗證)(?:中心)?)",
  "(?:.{0,6}(?:滑动|人机|身份|访问|网站|环境)(?:验证|驗證)(?:页面|中心)?)",
  "(?:图形|滑块)?(?:验证码|驗證碼)(?:拦截|中间页|页面)?",
  "(?:验证|驗證)(?:中心|页面)?",
  "(?:环境|访问|網路|网络)异常",
  "访问(?:被拒绝|受限|过于频繁)",
];

/** A hyphen inside a word separates nothing, but beside Han characters it does. */
const SEPARATOR = "(?: ?[|–—•·_] ?| - |(?<=\\p{Script=Han})-|-(?=\\p{Script=Han}))";
const WALL = new RegExp(`^(?:.{1,40}?${SEPARATOR})?(?:${WALLS.join("|")})(?:${SEPARATOR}.{1,40})?$`, "iu");

/** Whether a title is that of a wall before the page. @param title  Cleaned text. */
export function isWallTitle(title: string): boolean {
  return title.length <= 160 && WALL.test(title);
}
