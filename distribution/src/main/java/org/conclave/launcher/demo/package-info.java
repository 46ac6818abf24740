/**
 * {@code conclave demo}: real members in processes of their own, driven by the headless commands
 * that anyone has.
 */
@org.jspecify.annotations.NullMarked
package org.conclave.launcher.demo;
