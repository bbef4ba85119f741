/* test_stock.c - our functions give what Lua's own give.
**
** The same chunk runs in a stock state and in ours and returns a transcript,
** one line a case, which must be equal.  Cases are generated, from a seed.
** Messages are compared as well, without what ours say in addition.
*/
#include <lualib.h>
#include <stdlib.h>

#include "run.h"

/* What every chunk begins with. */
#define PRELUDE                                                                \
    "local seed = SEED\n"                                                      \
    "local function rnd(n)\n"                                                  \
    "  seed = (seed * 1103515245 + 12345) % 2147483648\n"                      \
    "  return (seed // 65536) % n + 1\n"                                       \
    "end\n"                                                                    \
    "local function pick(t) return t[rnd(#t)] end\n"                           \
    "local out, n = {}, 0\n"                                                   \
    "local function put(s) n = n + 1 out[n] = s end\n"                         \
    "local function show(v)\n"                                                 \
    "  if type(v) == 'string' then return '<' .. v .. '>' end\n"               \
    "  if type(v) == 'table' or type(v) == 'function' then return 'T' end\n"   \
    "  return tostring(v)\n"                                                   \
    "end\n"                                                                    \
    "local function try(what, f, ...)\n"                                       \
    "  local r = table.pack(pcall(f, ...))\n"                                  \
    "  local line = what\n"                                                    \
    "  for i = 1, r.n do line = line .. ' ' .. show(r[i]) end\n"               \
    "  put(line)\n"                                                            \
    "end\n"                                                                    \
    "local function args(...)\n"                                               \
    "  local line, r = '', table.pack(...)\n"                                  \
    "  for i = 1, r.n do line = line .. show(r[i]) .. ',' end\n"               \
    "  return line .. ':'\n"                                                   \
    "end\n"

#define SUBJECT                                                                \
    "local function text(n)\n"                                                 \
    "  local abc = {'a','b','c','1','2',' ','(',')','x','_','-',']','\\0',"    \
    "'%','\\n','A','a','a','b','\\xE4','.','^','$','['}\n"                     \
    "  local s = ''\n"                                                         \
    "  for i = 1, rnd(n) - 1 do s = s .. pick(abc) end\n"                      \
    "  return s\n"                                                             \
    "end\n"                                                                    \
    "local atoms = {'a','b','x','%a','%d','%w','%s','.','[ab]','[^a]',"        \
    "'[%w_]','[a-c]','[]]','[^]]','[a-]','[%a-z]','[%]]','%%','%.','(',')',"   \
    "'()','(a','b)','%1','%2','%b()','%bab','%f[%w]','%f[^a]','$','^','[a',"   \
    "'[^','%f','%b(','%','\\0','%z','%g','%c','%U','%A','%p','%x','%l','%u',"  \
    "'(.-)','(.*)','(%w+)','%0','-','*','+','?','[%','[]','\\xE4','%\\xE4',"   \
    "'[^%s]','[a-%%]','[+--]'}\n"                                              \
    "local marks = {'','','','*','+','-','?'}\n"                               \
    "local function pattern()\n"                                               \
    "  local s = rnd(8) == 1 and '^' or ''\n"                                  \
    "  for i = 1, rnd(6) do s = s .. pick(atoms) .. pick(marks) end\n"         \
    "  return s\n"                                                             \
    "end\n"

static const struct {
    const char *name;
    const char *text;
} rows[] = {
    {"find and match",   SUBJECT
     "for i = 1, 30000 do\n"
     "  local s, p, init = text(20), pattern(), rnd(24) - 10\n"
     "  try('find ' .. args(s, p, init), string.find, s, p, init)\n"
     "  try('match ' .. args(s, p, init), string.match, s, p, init)\n"
     "  if rnd(8) == 1 then\n"
     "    try('plain ' .. args(s, p), string.find, s, p, init, true)\n"
     "    try('sub ' .. args(s, p), string.find, s .. p .. s, p, 1, true)\n"
     "  end\n"
     "end\n"                                            },
    {"gmatch",           SUBJECT
     "for i = 1, 8000 do\n"
     "  local s, p, init = text(20), pattern(), rnd(24) - 10\n"
     "  try('gmatch ' .. args(s, p, init), function()\n"
     "    local all = ''\n"
     "    for a, b, c in string.gmatch(s, p, rnd(2) == 1 and init or nil) do\n"
     "      all = all .. args(a, b, c)\n"
     "    end\n"
     "    return all\n"
     "  end)\n"
     "end\n"                                                    },
    {"gsub",             SUBJECT
     "local with = {'%0','%1','<%1>','%%','x','','%2','%a','%','%9','ab',"
     "'[%0%0]',12,1.5}\n"
     "local tab = {a = 'A', b = false, x = 7, [''] = 'E', ab = 'AB', c = {}}\n"
     "local funcs = {function(...) return '<' .. select('#', ...) .. '>' end,\n"
     "  function() end, function(a) return a end, function() return {} end,\n"
     "  function(a, b) return b end, function() error('no', 0) end}\n"
     "for i = 1, 20000 do\n"
     "  local s, p, r = text(20), pattern(), pick(with)\n"
     "  local max = rnd(4) == 1 and rnd(4) - 1 or nil\n"
     "  try('gsub ' .. args(s, p, r, max), string.gsub, s, p, r, max)\n"
     "  if rnd(3) == 1 then\n"
     "    try('table ' .. args(s, p), string.gsub, s, p, tab, max)\n"
     "    local k = rnd(#funcs)\n"
     "    try('func ' .. args(s, p, k), string.gsub, s, p, funcs[k], max)\n"
     "  end\n"
     "end\n"
     "try('type', string.gsub, 'a', 'a')\n"
     "try('type', string.gsub, 'a', 'a', true)\n"
     "try('number', string.gsub, 12, '1', 3)\n"                   },
    {"deep patterns",
     "for _, k in ipairs{10, 150, 197, 198, 199, 200, 201, 202, 250} do\n"
     "  for _, a in ipairs{'a?', 'a-', 'a*', 'a+', '(a)', 'a'} do\n"
     "    local s, p = ('a'):rep(k), a:rep(k)\n"
     "    local mild = a == '(a)' or a == 'a' or k < 15\n"
     "    if mild then\n"
     "      try(a .. k, string.find, s, p)\n"
     "      try(a .. k, string.find, s .. 'b', p .. 'b')\n"
     "    end\n"
     "    try('e' .. a .. k, string.find, '', p)\n"
     "    if mild or a ~= 'a+' then\n"
     "      try('once' .. a .. k, string.match, s, '^' .. p .. '$')\n"
     "    end\n"
     "  end\n"
     "end\n"                                                                  },
    {"simple functions", SUBJECT
     "local ints = {0, 1, -1, 2, 3, -2, 5, 19, 20, 21, -20, -21, 100, -100, "
     "math.maxinteger, math.mininteger, 2.0, 2.5, '3', 'x', false, nil}\n"
     "for i = 1, 5000 do\n"
     "  local s, a, b = text(22), ints[rnd(22)], ints[rnd(22)]\n"
     "  try('sub ' .. args(s, a, b), string.sub, s, a, b)\n"
     "  try('byte ' .. args(s, a, b), string.byte, s, a, b)\n"
     "  try('upper' .. s, string.upper, s)\n"
     "  try('lower' .. s, string.lower, s)\n"
     "  try('reverse' .. s, string.reverse, s)\n"
     "  try('len' .. s, string.len, s)\n"
     "  local k = rnd(40) - 10\n"
     "  try('rep ' .. args(s, k), string.rep, s, k)\n"
     "  try('rep ' .. args(s, k, a), string.rep, s, k, text(5))\n"
     "end\n"
     "for _, v in ipairs{12, 1.5, true, {}, print} do\n"
     "  for _, f in ipairs{'sub', 'byte', 'upper', 'lower', 'reverse', 'len', "
     "'rep', 'find', 'match', 'gmatch', 'format', 'pack', 'unpack'} do\n"
     "    if type(v) ~= 'function' or f ~= 'format' then\n"
     "      try(f .. type(v), string[f], v, 1, 2)\n"
     "    end\n"
     "  end\n"
     "end\n"
     "try('pack', string.pack, '>I2s1z', 258, 'abc', 'de')\n"
     "try('unpack', string.unpack, '>I2s1z', '\\1\\2\\3abcde\\0')\n"
     "try('size', string.packsize, '<i8!8d')\n"
     "try('over', string.rep, 'x', math.maxinteger)\n"},
    {"format",
     "local flags = {'', '', '', '-', '+', ' ', '#', '0', '-+', '+0', '00', "
     "'--', '- #', '.'}\n"
     "local width = {'', '', '', '1', '5', '10', '99', '100', '05', '20'}\n"
     "local prec = {'', '', '', '.', '.0', '.1', '.5', '.20', '.99', '.100', "
     "'.3.1'}\n"
     "local letters = {'c','d','i','u','o','x','X','a','A','e','E','f','g',"
     "'G','q','s','%','F','n','z','','h','5','l','S'}\n"
     "local values = {0, 1, -1, 65, 255, -255, 3.0, 3.5, -0.0, 1e100, -1e300, "
     "1/0, -1/0, 0/0, 1e15, 2^53, math.maxinteger, math.mininteger, '10', "
     "'0x10', '1.5', 'abc', '', 'a\\0b', 'line\\n\\r\\t\"q\\\\', "
     "('long'):rep(40), true, false, '\\0001', '\\127\\200', 1e-5, 123456789}\n"
     "for i = 1, 30000 do\n"
     "  local f = '%' .. pick(flags) .. pick(width) .. pick(prec) .. "
     "pick(letters)\n"
     "  local v = pick(values)\n"
     "  if rnd(20) == 1 then v = nil end\n"
     "  if rnd(5) == 1 then f = 'a' .. f .. 'b%%' end\n"
     "  try('format ' .. args(f, v), string.format, f, v)\n"
     "end\n"
     "try('none', string.format, '%d')\n"
     "try('two', string.format, '%d %s', 1)\n"
     "try('end', string.format, 'x%', 1)\n"
     "try('flags', string.format, '%0123456789012345678901d', 1)\n"
     "try('flags', string.format, '%-----------------------d', 1)\n"
     "try('q', string.format, '%q', {})\n"
     "try('q', string.format, '%q', nil)\n"
     "try('s', string.format, '%s %s', 1, setmetatable({}, {__tostring = "
     "function() return 'T' end}))\n"
     "try('s', string.format, '%10.2s|', setmetatable({}, {__tostring = "
     "function() return 'TUV' end}))\n"
     "try('s', string.format, '%s', setmetatable({}, {__tostring = function() "
     "return 1 end}))\n"                                                      },
    {"table functions",
     "local pos = {0, 1, 2, 3, 4, 5, 6, 7, -1, 9, 2.0, 2.5, '2', 'x', "
     "math.maxinteger, math.mininteger}\n"
     "local function list(n)\n"
     "  local t = {}\n"
     "  for i = 1, rnd(n) - 1 do t[i] = rnd(4) == 1 and 'v' .. i or i * 10 "
     "end\n"
     "  return t\n"
     "end\n"
     "local function flat(t)\n"
     "  local s = ''\n"
     "  for i = -2, 14 do s = s .. tostring(t[i]) .. ' ' end\n"
     "  return s\n"
     "end\n"
     "local function proxy(t)\n"
     "  return setmetatable({}, {__index = t, __newindex = t, __len = "
     "function() return #t end})\n"
     "end\n"
     "local function small(v)\n"
     "  return type(v) ~= 'number' or (v < 50 and v > -50)\n"
     "end\n"
     "for i = 1, 20000 do\n"
     "  local t = list(8)\n"
     "  local u = rnd(4) == 1 and proxy(t) or t\n"
     "  local a, b, c = pick(pos), pick(pos), pick(pos)\n"
     "  local before = flat(t) .. args(a, b, c)\n"
     "  local k = rnd(7)\n"
     "  if k == 1 then try('insert', table.insert, u, 'new')\n"
     "  elseif k == 2 then try('insert', table.insert, u, a, 'new')\n"
     "  elseif k == 3 then try('remove', table.remove, u, a)\n"
     "  elseif k == 4 then try('remove', table.remove, u)\n"
     "  elseif k == 5 then\n"
     "    try('concat', table.concat, u, rnd(2) == 1 and ',' or nil, a, "
     "small(b) and b or nil)\n"
     "  elseif k == 6 and (math.type(tonumber(b)) ~= 'integer' or small(b) and "
     "small(a)) then\n"
     "    local d = rnd(2) == 1 and {} or nil\n"
     "    try('move', table.move, u, a, b, c, d)\n"
     "    if d then put(flat(d)) end\n"
     "  elseif k == 7 and small(b) and small(a) then\n"
     "    try('unpack', table.unpack, u, a, b)\n"
     "  end\n"
     "  put(before .. flat(t))\n"
     "end\n"
     "for _, f in ipairs{'insert', 'remove', 'concat', 'sort', 'unpack', "
     "'move'} do\n"
     "  for _, v in ipairs{1, 'x', true, print} do\n"
     "    if f ~= 'unpack' or v ~= 'x' then -- ours raises for ('x')[1]\n"
     "      try(f .. type(v), table[f], v, 1, 1, 1)\n"
     "    end\n"
     "  end\n"
     "  try(f .. 'nil', table[f])\n"
     "end\n"
     "try('args', table.insert, {}, 1, 2, 3)\n"
     "try('args', table.insert, {})\n"
     "try('wrap', table.move, {}, 1, math.maxinteger, 2)\n"
     "try('many', table.move, {}, math.mininteger, math.maxinteger, 2)\n"
     "try('concat', table.concat, {1, {}, 3})\n"
     "try('concat', table.concat, {1, 2, 3}, {})\n"
     "try('pack', function(...) local t = table.pack(...) return t.n, t[2] "
     "end, 1, nil, 3)\n"                                                      },
    {"sort",
     "local function all(t)\n"
     "  local s = ''\n"
     "  for i = 1, #t do s = s .. tostring(t[i]) .. ' ' end\n"
     "  return s\n"
     "end\n"
     "for i = 1, 1500 do\n"
     "  local t, kind = {}, rnd(6)\n"
     "  for k = 1, rnd(60) - 1 do\n"
     "    local v = rnd(50)\n"
     "    if kind == 1 then v = v / 4\n"
     "    elseif kind == 2 then v = 's' .. v\n"
     "    elseif kind == 3 and rnd(2) == 1 then v = v + 0.5\n"
     "    elseif kind == 4 and rnd(30) == 1 then v = 'mixed'\n"
     "    elseif kind == 5 then v = ('\\0'):rep(v % 3) .. '\\xFF' .. v end\n"
     "    t[k] = v\n"
     "  end\n"
     "  if kind ~= 4 then\n"
     "    try('sort' .. all(t), table.sort, t)\n"
     "    put(all(t))\n"
     "    table.sort(t, function(a, b) return a > b end)\n"
     "    put(all(t))\n"
     "  else\n"
     "    put(tostring((pcall(table.sort, t))))\n"
     "  end\n"
     "end\n"
     "try('order', table.sort, {1, 2}, 1)\n"
     "try('order', table.sort, {1}, 1)\n"
     "put(tostring((pcall(table.sort, {1, 'x'}))))\n"
     "put(tostring((pcall(table.sort, {{}, {}}))))\n"
     "put(tostring((pcall(table.sort, {3, 2, 1}, function() error('x') "
     "end))))\n"
     "try('meta', function()\n"
     "  local m = {__lt = function(a, b) return a.v < b.v end}\n"
     "  local t = {}\n"
     "  for i = 1, 30 do t[i] = setmetatable({v = rnd(1000)}, m) end\n"
     "  table.sort(t)\n"
     "  local s = ''\n"
     "  for i = 1, 30 do s = s .. t[i].v .. ' ' end\n"
     "  return s\n"
     "end)\n"                                                                 },
    {"coroutine",
     "local co = coroutine\n"
     "try('basic', function()\n"
     "  local c = co.create(function(a, b) local x = co.yield(a + b) "
     "return x * 2 end)\n"
     "  put(args(co.resume(c, 1, 2))) put(co.status(c))\n"
     "  put(args(co.resume(c, 21))) put(co.status(c))\n"
     "  put(args(co.resume(c)))\n"
     "end)\n"
     "try('wrap', function()\n"
     "  local f = co.wrap(function() for i = 1, 3 do co.yield(i) end end)\n"
     "  return f(), f(), f(), f()\n"
     "end)\n"
     "local dead = co.wrap(function() end) dead()\n"
     "try('dead', dead)\n"
     "try('error', co.wrap(function() error('x') end))\n"
     "try('error0', co.wrap(function() error('x', 0) end))\n"
     "try('errort', co.wrap(function() error({}) end))\n"
     "try('type', co.create, 1)\n try('type', co.resume, 1)\n"
     "try('type', co.wrap)\n try('type', co.status)\n try('type', co.close)\n"
     "try('yield outside', co.yield, 1)\n"
     "try('self', function() return co.resume(co.running()) end)\n"
     "try('self wrap', function() local f f = co.wrap(function() return f() "
     "end) return f() end)\n"
     "try('normal', function()\n"
     "  local a a = co.create(function()\n"
     "    local b = co.create(function() return co.status(a), "
     "co.resume(a) end)\n"
     "    return co.resume(b)\n"
     "  end)\n"
     "  return co.resume(a)\n"
     "end)\n"
     "try('close', function()\n"
     "  local log = ''\n"
     "  local c = co.create(function() local x <close> = setmetatable({}, "
     "{__close = function(_, e) log = log .. 'closed ' .. tostring(e) end}) "
     "co.yield() end)\n"
     "  co.resume(c)\n"
     "  return co.close(c), co.status(c), log\n"
     "end)\n"
     "try('close error', function()\n"
     "  local c = co.create(function() local x <close> = setmetatable({}, "
     "{__close = function() error('in close', 0) end}) co.yield() end)\n"
     "  co.resume(c)\n"
     "  local a, b = co.close(c) return a, b, co.status(c)\n"
     "end)\n"
     "try('close after error', function()\n"
     "  local c = co.create(function() error('x', 0) end) co.resume(c)\n"
     "  return co.close(c)\n"
     "end)\n"
     "try('close fresh', function() return co.close(co.create(print)) end)\n"
     "try('close running', function() return co.close(co.running()) end)\n"
     "try('wrap close', co.wrap(function() local x <close> = setmetatable({}, "
     "{__close = function(_, e) put(tostring(e)) end}) error('y', 0) end))\n"
     "try('yieldable', function() return co.isyieldable(), "
     "co.wrap(function() return co.isyieldable() end)() end)\n"
     "try('running', co.wrap(function() local _, m = co.running() return m "
     "end))\n"
     "try('across pcall', co.wrap(function() return pcall(function() "
     "co.yield() error('z', 0) end) end))\n"
     "try('across sort', co.wrap(function() table.sort({1, 2}, function() "
     "co.yield() end) end))\n"
     "try('many', function() return select('#', co.wrap(function(...) return "
     "... end)(table.unpack({}, 1, 500))) end)\n"
     "try('deep', function()\n"
     "  local function f(k) if k == 0 then return 0 end return "
     "co.wrap(f)(k - 1) + 1 end\n"
     "  return f(100)\n"
     "end)\n"                                                                 },
    {"basic functions",
     "try('tostring', tostring, nil) try('tostring', tostring, 1.0)\n"
     "try('tostring', tostring) try('tonumber', tonumber, 'ff', 16)\n"
     "try('tonumber', tonumber, '0x1p4') try('tonumber', tonumber)\n"
     "try('tonumber', tonumber, '8', 99) try('select', select, 0)\n"
     "try('select', select, -1, 1, 2) try('setmetatable', setmetatable, 1)\n"
     "try('setmetatable', setmetatable, {}, 1)\n"
     "try('setmetatable', setmetatable, {})\n"
     "try('protected', setmetatable, setmetatable({}, {__metatable = 1}), "
     "{})\n"
     "try('getmetatable', getmetatable, setmetatable({}, {__metatable = 7}))\n"
     "try('load', load, 'return 1 +') try('load', load, 'x', 'name')\n"
     "try('load', load, 1) try('load', load)\n"
     "try('call', function() return load('return 1, 2')() end)\n"
     "try('pieces', function() local t = {'return ', '4', '2'} local i = 0 "
     "return load(function() i = i + 1 return t[i] end)() end)\n"
     "try('piece', load, function() return {} end)\n"
     "try('error', error, 'x', 0) try('error', error)\n"
     "try('assert', assert, false) try('assert', assert, nil, 'm')\n"
     "try('assert', assert) try('rawlen', rawlen, 'abc')\n"
     "try('rawset', rawset, 1, 2, 3) try('rawset', rawset, {}, 1)\n"
     "try('pairs', pairs) try('ipairs', ipairs)\n"
     "try('arith', function() return '10' + 5, '0x10' * 2, 10 .. 20 end)\n"
     "try('utf8', utf8.len, 'h\\u{E9}\\xFF') try('utf8', utf8.char, 228, "
     "8364)\n"
     "try('utf8', utf8.codepoint, 'h\\u{E9}', 1, -1)\n"
     "try('utf8', function() local s = '' for p, c in utf8.codes('h\\u{E9}') "
     "do s = s .. p .. ' ' .. c .. ' ' end return s end)\n"
     "try('date', os.date, '!%Y-%m-%d %H:%M:%S', 86400)\n"
     "try('date', os.date, '%Ez', 1) try('date', os.date, '!%Q', 1)\n"
     "try('next', next, {}) try('next', next, {}, 1)\n"
     "try('pairs', function() local s = '' for k, v in pairs(setmetatable({}, "
     "{__pairs = function() return next, {5}, nil end})) do s = s .. k .. v "
     "end return s end)\n"                                                    },
};

typedef struct transcript {
    const char *source;
    char       *text;
    size_t      len;
} transcript;

static int record(lua_State *L)
{
    transcript *t = lua_touserdata(L, 1);
    const char *s;

    if (luaL_loadbuffer(L, t->source, strlen(t->source), "@test.lua"))
        return lua_error(L);
    lua_call(L, 0, 1);
    s = lua_tolstring(L, -1, &t->len);
    t->text = malloc(t->len + 1);
    memcpy(t->text, s, t->len + 1);
    return 0;
}

/* Take every `word` out of the text. */
static void without(transcript *t, const char *word)
{
    size_t n = strlen(word);
    char  *p = t->text;

    while ((p = memmem(p, t->len - (size_t)(p - t->text), word, n)) != NULL) {
        memmove(p, p + n, t->len - (size_t)(p - t->text) - n + 1);
        t->len -= n;
    }
}

static int different; /* transcripts */

/* Compare; the line of the first difference is printed. */
static void same(const char *name, const transcript *a, const transcript *b)
{
    size_t i = 0, line = 0;

    while (i < a->len && i < b->len && a->text[i] == b->text[i]) {
        i++;
        if (a->text[i - 1] == '\1')
            line = i;
    }
    if (i == a->len && i == b->len)
        return;
    print_error("[%s]\n  stock %.120s\n  ours  %.120s\n", name, a->text + line,
                b->text + line);
    different++;
}

static void compare(const char *name, const char *text, int seed)
{
    size_t        size = strlen(PRELUDE) + strlen(text) + 100;
    char         *source = malloc(size);
    transcript    stock = {source, NULL, 0}, ours = {source, NULL, 0};
    dm_lua_limits limits = dm_lua_limits_default();
    lua_State    *L = luaL_newstate();
    dm_lua       *lua;
    dm_err        err;

    (void)snprintf(source, size,
                   "local SEED = %d %s%s return table.concat(out, '\\1\\n')",
                   seed, PRELUDE, text);
    luaL_openlibs(L);
    lua_pushcfunction(L, record);
    lua_pushlightuserdata(L, &stock);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK)
        fail_msg("[%s] stock: %s", name, lua_tostring(L, -1));
    lua_close(L);
    limits.deadline = 60000;
    lua = dm_lua_new(&limits, NULL, NULL, NULL, &err);
    assert_non_null(lua);
    if (!dm_lua_call(lua, record, &ours, &err))
        fail_msg("[%s] ours: %s:%d: %s", name, err.file, err.line, err.msg);
    dm_lua_free(lua);
    without(&ours, ", Span or View");
    for (int i = 0; i < 2; i++) { /* stock 5.4.4 blames the wrong argument */
        without(i == 0 ? &stock : &ours, "#1 to 'table.remove' ");
        without(i == 0 ? &stock : &ours, "#2 to 'table.remove' ");
    }
    same(name, &stock, &ours);
    free(stock.text);
    free(ours.text);
    free(source);
}

static void as_stock(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        for (int seed = 1; seed <= 2; seed++)
            compare(rows[i].name, rows[i].text, seed);
    assert_int_equal(different, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_stock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
