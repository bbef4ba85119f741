/* convert_table.c - the generated tables. */
#include "han/convert_table.h"

#include "han/tables/opencc.inc"
