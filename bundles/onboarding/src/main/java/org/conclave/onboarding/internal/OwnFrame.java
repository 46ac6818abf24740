package org.conclave.onboarding.internal;

import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.LedgerEntry;

/** The AdmissionFrame of this device: always the same statements, and the ledger's head of now. */
final class OwnFrame {
  private final AdmissionFrame statements;
  private final Ledger ledger;

  private OwnFrame(AdmissionFrame statements, Ledger ledger) {
    this.statements = statements;
    this.ledger = ledger;
  }

  /** Of a device with a record, in force or waiting to be. */
  static OwnFrame of(
      OrganisationKeys keys, UnverifiedEntry grant, UnverifiedEntry record, Ledger ledger) {
    AdmissionFrame.Builder frame = begun(keys).setDeviceRecord(record.entry().getStatement());
    LedgerEntry membership = grant.entry();
    if (membership.hasRedemption()) {
      frame.setRedemption(membership.getRedemption());
    } else {
      frame.setCertificate(membership.getStatement());
    }
    return new OwnFrame(frame.build(), ledger);
  }

  /** Of a device that asks for its account's newest record. */
  static OwnFrame ofRestore(OrganisationKeys keys, Signed request, Ledger ledger) {
    return new OwnFrame(begun(keys).setRestore(request).build(), ledger);
  }

  private static AdmissionFrame.Builder begun(OrganisationKeys keys) {
    return AdmissionFrame.newBuilder()
        .setVersion(Presented.VERSION)
        .setOrgId(Octets.toProto(keys.id().value()));
  }

  Bytes bytes() {
    AdmissionFrame frame =
        statements.toBuilder().setLedgerHead(Octets.toProto(ledger.head())).build();
    return Bytes.wrap(frame.toByteArray());
  }
}
