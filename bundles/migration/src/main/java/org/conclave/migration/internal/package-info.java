/**
 * The way of an identity from one machine to another: {@link
 * org.conclave.migration.internal.Export} writes a backup, {@link
 * org.conclave.migration.internal.Restoration} opens one. The engine seals, onboarding knows what
 * an account is; here are the file, what is in it, and all or nothing.
 */
@NullMarked
package org.conclave.migration.internal;

import org.jspecify.annotations.NullMarked;
