package org.conclave.libp2p;

/**
 * Is told what happens to a host. Events arrive one after another, in the order in which they
 * happened, on a thread that the host has for them alone. A listener that throws is logged and
 * stays.
 */
@FunctionalInterface
public interface HostListener {
  void on(HostEvent event);
}
