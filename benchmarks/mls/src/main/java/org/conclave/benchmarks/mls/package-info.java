/**
 * The MLS engine against its targets and beside Bouncy Castle's bcmls, measured in one run: see
 * {@link org.conclave.benchmarks.mls.Main}.
 */
@NullMarked
package org.conclave.benchmarks.mls;

import org.jspecify.annotations.NullMarked;
