/* store.c - which kind of store the options ask for. */
#include "batch/store.h"

dm_store *dm_store_open(const dm_store_options *options, dm_inputs *inputs,
                        const dm_inputs_options *named, dm_err *err)
{
    dm_sink_shape shape =
        options->sink != NULL ? options->sink->shape : DM_SHAPE_RECORDS;

    /* what is shown of an edited document is its diff, on standard output */
    if (options->dry && shape != DM_SHAPE_SOURCE)
        return dm_store_dry(options, err);
    if (options->dry)
        return dm_store_stream(options, err);
    if (options->in_place)
        return dm_store_place(options, err);
    if (shape == DM_SHAPE_BASE)
        return dm_store_base(options, err);
    if (options->folder && shape != DM_SHAPE_TABLE)
        return dm_store_tree(options, inputs, named, err);
    return dm_store_stream(options, err);
}
