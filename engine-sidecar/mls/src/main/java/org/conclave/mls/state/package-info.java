/** The parts E, S, R and P of a group's state and how they are stored. */
@NullMarked
package org.conclave.mls.state;

import org.jspecify.annotations.NullMarked;
