/** The profile on disk: its folder, its life from creation to lock, and the services it offers. */
@org.jspecify.annotations.NullMarked
package org.conclave.persistence.internal;
