/* member.c - members by key and kind. */
#include "emit/member.h"

const dm_value *dm_member_at(const dm_value *o, const char *key)
{
    return o != NULL && o->kind == DM_OBJECT ? dm_value_at(o, dm_slice_str(key))
                                             : NULL;
}

static const dm_value *of_kind(const dm_value *v, dm_value_kind kind)
{
    return v != NULL && v->kind == kind ? v : NULL;
}

dm_slice dm_member_str(const dm_value *o, const char *key)
{
    const dm_value *v = of_kind(dm_member_at(o, key), DM_STRING);

    return v != NULL ? v->as.string : DM_S("");
}

int64_t dm_member_int(const dm_value *o, const char *key)
{
    const dm_value *v = of_kind(dm_member_at(o, key), DM_INT);

    return v != NULL ? v->as.integer : 0;
}

double dm_member_real(const dm_value *o, const char *key)
{
    const dm_value *v = of_kind(dm_member_at(o, key), DM_REAL);

    return v != NULL ? v->as.real : (double)dm_member_int(o, key);
}

bool dm_member_true(const dm_value *o, const char *key)
{
    const dm_value *v = of_kind(dm_member_at(o, key), DM_BOOL);

    return v != NULL && v->as.boolean;
}

const dm_value *dm_member_list(const dm_value *o, const char *key)
{
    return of_kind(dm_member_at(o, key), DM_LIST);
}

size_t dm_member_items(const dm_value *o, const char *key,
                       dm_value *const **items)
{
    const dm_value *v = dm_member_list(o, key);

    if (v == NULL)
        return 0;
    *items = v->as.list.items;
    return v->as.list.n;
}

const dm_value *dm_list_at(const dm_value *list, size_t i)
{
    const dm_value *v = of_kind(list, DM_LIST);

    return v != NULL && i < v->as.list.n ? v->as.list.items[i] : NULL;
}

int64_t dm_list_int(const dm_value *list, size_t i)
{
    const dm_value *v = of_kind(dm_list_at(list, i), DM_INT);

    return v != NULL ? v->as.integer : 0;
}
