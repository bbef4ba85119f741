/* test_l_memory.c - every allocation of a script's work fails in its turn.
**
** The state may die of it; what its objects own outside Lua is given back
** all the same, which the address sanitizer sees.
*/
#include "base/mem.h"
#include "rig.h"

static const char work[] =
    "local t, v = {}, doc:view'width' "
    "for m in v:gmatch'(\\\\d+)(年)?' do t[#t+1] = m[1] end "
    "local p = d.phrases{'北京', ['海淀'] = 1} "
    "for m in p:gmatch(v) do t[#t+1] = m.text end "
    "for m in re.set{'a', '年', '(b)'}:gmatch(v) do t[#t+1] = m.index end "
    "doc:annotate(v:find'北', 'x', {a='b'}) doc:drop(v:find'北', 'r') "
    "t[#t+1] = #doc:annotations'x' t[#t+1] = d.norm.nfkc'Ａ㍿' "
    "t[#t+1] = d.json.encode{a=1} t[#t+1] = d.json.decode'[1]'[1] "
    "t[#t+1] = re.escape'a.b' t[#t+1] = #doc:sentences() "
    "t[#t+1] = #doc:blocks() t[#t+1] = #doc:lines() "
    "t[#t+1] = v:find'月':as'raw':source() return #t";

static void test_each(void **state)
{
    bool done = false;
    long n = 0;

    (void)state;
    for (; !done && n < 5000; n++) {
        const char *got;

        rig_open(&the_rig);
        dm_mem_fail_after(n);
        got = rig_run(&the_rig, PLAIN, work);
        dm_mem_fail_after(-1);
        done = strcmp(got, "18") == 0;
        assert_true(done || strncmp(got, "error: ", 7) == 0);
        rig_close(&the_rig);
    }
    assert_true(done && n > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
