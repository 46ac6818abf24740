package org.conclave.ui.internal.work;

/** A service that the work needs is not there now. Nothing was done. */
public final class ServiceOffException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String service;

  ServiceOffException(Class<?> service) {
    super(service.getSimpleName() + " is switched off");
    this.service = service.getSimpleName();
  }

  /** The simple name of the service's interface. */
  public String service() {
    return service;
  }
}
