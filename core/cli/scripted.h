/* scripted.h - what run and x share: an engine over a batch. */
#ifndef DM_CLI_SCRIPTED_H
#define DM_CLI_SCRIPTED_H

#include "cli/options.h"
#include "engine/engine.h"

/* Fill in what the command line says about limits, spans and meta. */
void dm_scripted_engine(const dm_args *args, dm_engine_options *engine);

/* Open the engine that `options` name (limits, spans and meta are the command
** line's), run it over the inputs from args->rest[1] on, and return the exit
** code. */
int dm_scripted_run(const dm_args *args, const dm_engine_options *options);

#endif
