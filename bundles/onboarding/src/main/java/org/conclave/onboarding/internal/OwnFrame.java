package org.conclave.onboarding.internal;

import org.conclave.api.bytes.Bytes;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.OrganisationKeys;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.proto.wire.v1.AdmissionFrame;
import org.conclave.proto.wire.v1.LedgerEntry;

/** The AdmissionFrame of this device: always the same statements, and the ledger's head of now. */
final class OwnFrame {
  private final AdmissionFrame statements;
  private final Ledger ledger;

  OwnFrame(OrganisationKeys keys, UnverifiedEntry grant, UnverifiedEntry record, Ledger ledger) {
    AdmissionFrame.Builder frame =
        AdmissionFrame.newBuilder()
            .setVersion(Presented.VERSION)
            .setOrgId(Octets.toProto(keys.id().value()))
            .setDeviceRecord(record.entry().getStatement());
    LedgerEntry membership = grant.entry();
    if (membership.hasRedemption()) {
      frame.setRedemption(membership.getRedemption());
    } else {
      frame.setCertificate(membership.getStatement());
    }
    this.statements = frame.build();
    this.ledger = ledger;
  }

  Bytes bytes() {
    AdmissionFrame frame =
        statements.toBuilder().setLedgerHead(Octets.toProto(ledger.head())).build();
    return Bytes.wrap(frame.toByteArray());
  }
}
