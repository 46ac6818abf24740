/** The fast way: what is published on the topics of groups and of the organisation. */
@NullMarked
package org.conclave.networking.internal.gossip;

import org.jspecify.annotations.NullMarked;
