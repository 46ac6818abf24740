/**
 * Starts the distribution: reads the command line, and runs the framework with the bundles of the
 * folder.
 */
@org.jspecify.annotations.NullMarked
package org.conclave.launcher;
