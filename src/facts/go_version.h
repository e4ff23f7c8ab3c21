/* SPDX-License-Identifier: Apache-2.0 */
/* Version specs of image tags and of setup-go, against go.mod's go directive. */
#ifndef GOBELIN_FACTS_GO_VERSION_H
#define GOBELIN_FACTS_GO_VERSION_H

#include "facts/extract.h"

/*
 * The highest Go that a version spec can mean: itself for 1.22.3, its whole minor for 1.22,
 * 1.22.x and ~1.22 (as 1.22.9999); absent where it is open (^1.22, >=1.22, 1.x, stable).
 */
struct fact_string go_version_highest(struct arena *a, struct str spec);

/* Is even the highest Go that the spec can mean older than the module's go directive? */
enum tri go_version_is_below(
	struct arena *a, struct fact_string version, const struct fact_module *module);

/*
 * The fact of a version that is chosen at that place, with what is known of its release;
 * NULL for a release that is not known.
 */
struct fact_go_pin *go_pin_add(struct extraction *x, struct str version, struct place place);

/* Once all workflows are read: which of them choose the same version. */
void go_pins_finish(struct extraction *x);

/* Has the release of that version certainly lost support? */
bool go_release_has_ended(const struct extraction *x, struct str version);

#endif
