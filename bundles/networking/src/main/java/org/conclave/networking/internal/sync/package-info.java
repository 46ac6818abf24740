/**
 * The certain way: two devices compare what they hold of the groups they share, and fill the gaps.
 */
@NullMarked
package org.conclave.networking.internal.sync;

import org.jspecify.annotations.NullMarked;
