/* step_han.c - the steps that convert between the kinds of written Chinese:
** names for OpenCC's configurations. */
#include "han/convert.h"
#include "norm/steps.h"

void dm_step_hans(dm_aligner *a)
{
    dm_han_simplify(a);
}

void dm_step_hans_tw(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_TW2S);
}

void dm_step_hans_twp(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_TW2SP);
}

void dm_step_hans_hk(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_HK2S);
}

void dm_step_hans_hkp(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_HK2SP);
}

void dm_step_hant(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_S2T);
}

void dm_step_hant_tw(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_S2TW);
}

void dm_step_hant_twp(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_S2TWP);
}

void dm_step_hant_hk(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_S2HK);
}

void dm_step_hant_hkp(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_S2HKP);
}

void dm_step_hant_to_tw(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_T2TW);
}

void dm_step_tw_to_hant(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_TW2T);
}

void dm_step_hant_to_hk(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_T2HK);
}

void dm_step_hk_to_hant(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_HK2T);
}

void dm_step_hant_to_jp(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_T2JP);
}

void dm_step_jp_to_hant(dm_aligner *a)
{
    dm_han_convert(a, DM_HAN_JP2T);
}
