/* whatwg.c - the tables of whatwg.h, half a MB of source that nobody reads. */
#include "text/whatwg.h"

#include "text/tables/whatwg.inc"
