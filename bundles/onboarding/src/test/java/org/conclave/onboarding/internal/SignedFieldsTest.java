package org.conclave.onboarding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.organisation.Admission;
import org.conclave.onboarding.internal.statement.EntryReader;
import org.conclave.onboarding.internal.statement.InvalidStatementException;
import org.conclave.onboarding.internal.statement.Octets;
import org.conclave.onboarding.internal.statement.SigningKey;
import org.conclave.onboarding.internal.statement.StatementKind;
import org.conclave.onboarding.internal.statement.Trust;
import org.conclave.onboarding.internal.statement.UnverifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedToken;
import org.conclave.proto.org.v1.Authority;
import org.conclave.proto.org.v1.ChainLink;
import org.conclave.proto.org.v1.DeviceRecord;
import org.conclave.proto.org.v1.InvitationToken;
import org.conclave.proto.org.v1.JoinClaim;
import org.conclave.proto.org.v1.MembershipCertificate;
import org.conclave.proto.org.v1.Role;
import org.conclave.proto.org.v1.Signature;
import org.conclave.proto.org.v1.Signed;
import org.conclave.proto.wire.v1.Redemption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements whose signatures are right and whose contents are not. */
class SignedFieldsTest {
  private static final ByteString ZEROS = ByteString.copyFrom(new byte[32]);

  private Person ada;
  private Person bo;
  private EntryReader reader;
  private SigningKey root;
  private SigningKey account;
  private SigningKey device;
  private Redemption redemption;
  private DeviceRecord record;

  @BeforeEach
  void found() throws Exception {
    ada = Person.founder("Ada");
    bo = ada.admits("Bo");
    reader = new EntryReader(ada.session().place().keys());
    root = key(ada, "root.key");
    account = key(bo, "account.key");
    device = key(bo, "device.key");
    redemption = UnverifiedEntry.parse(bo.session().place().grant()).entry().getRedemption();
    Signed signed =
        UnverifiedEntry.parse(bo.session().place().record().orElseThrow()).entry().getStatement();
    record = DeviceRecord.parseFrom(signed.getPayload());
  }

  @AfterEach
  void close() {
    ada.close();
    bo.close();
  }

  private static SigningKey key(Person person, String name) {
    byte[] seed = person.storage.values().get("onboarding/" + name).toByteArray();
    return SigningKey.ofSeed(SecretBytes.wrap(seed));
  }

  private static void invalid(String rule, ThrowingCallable act) {
    assertThat(catchThrowableOfType(InvalidStatementException.class, act)).as(rule).isNotNull();
  }

  private static ByteString bytes(int size) {
    byte[] random = new byte[size];
    new SecureRandom().nextBytes(random);
    return ByteString.copyFrom(random);
  }

  private static ChainLink link(long counter, int hash) {
    return ChainLink.newBuilder().setCounter(counter).setPreviousHash(bytes(hash)).build();
  }

  @Test
  void everyFieldOfATokenIsChecked() throws Exception {
    InvitationToken good = InvitationToken.parseFrom(redemption.getToken().getPayload());
    assertThat(VerifiedToken.read(StatementKind.TOKEN.sign(good, root), Trust.NONE).hash().size())
        .isEqualTo(32);
    Map<String, InvitationToken.Builder> bad = new LinkedHashMap<>();
    bad.put("version", good.toBuilder().setVersion(2));
    bad.put("organisation", good.toBuilder().setOrgId(bytes(32)));
    bad.put("root key of small order", good.toBuilder().setRootPublicKey(ZEROS));
    bad.put("recovery key", good.toBuilder().setRecoveryPublicKey(bytes(31)));
    bad.put("token id", good.toBuilder().setTokenId(bytes(15)));
    bad.put("open invitation", good.toBuilder().setInvitePublicKey(bytes(32)));
    bad.put("unbound", good.toBuilder().clearBoundAccountKey());
    bad.put("account of small order", good.toBuilder().setBoundAccountKey(ZEROS));
    bad.put("no role", good.toBuilder().clearRole());
    bad.put("unknown role", good.toBuilder().setRoleValue(17));
    bad.put("root role", good.toBuilder().setRole(Role.ROOT_ADMINISTRATOR));
    bad.put("site", good.toBuilder().setSite("a\nb"));
    bad.put("ends before it begins", good.toBuilder().setNotAfter(good.getNotBefore()));
    bad.put("negative time", good.toBuilder().setNotBefore(-1));
    bad.put("for ever", good.toBuilder().setNotAfter(Long.MAX_VALUE));
    bad.put("several uses", good.toBuilder().setMaxUses(2));
    bad.put(
        "delegated",
        good.toBuilder().setAuthority(Authority.newBuilder().setRight(redemption.getClaim())));
    bad.put("address", good.toBuilder().addBootstrapAddresses("http://example.org"));
    bad.put("long address", good.toBuilder().addBootstrapAddresses("/p2p/" + "x".repeat(300)));
    bad.put("policy hash", good.toBuilder().setPolicyHash(bytes(5)));
    bad.put("organisation's name", good.toBuilder().setOrganisationName("\u202eevil"));
    bad.put("member's name", good.toBuilder().clearMemberName());
    bad.put("counter", good.toBuilder().setAuthority(Authority.newBuilder().setLink(link(0, 0))));
    bad.put(
        "first with a predecessor",
        good.toBuilder().setAuthority(Authority.newBuilder().setLink(link(1, 32))));
    bad.put(
        "later without", good.toBuilder().setAuthority(Authority.newBuilder().setLink(link(9, 0))));
    bad.put("too large", good.toBuilder().setSite("x".repeat(9000)));
    InvitationToken.Builder crowded = good.toBuilder();
    for (int i = 0; i < 17; i++) {
      crowded.addBootstrapAddresses(Person.ADDRESS);
    }
    bad.put("too many addresses", crowded);
    bad.forEach(
        (rule, token) ->
            invalid(
                rule,
                () ->
                    VerifiedToken.read(StatementKind.TOKEN.sign(token.build(), root), Trust.NONE)));
  }

  @Test
  void everyFieldOfAClaimIsChecked() throws Exception {
    JoinClaim good = JoinClaim.parseFrom(redemption.getClaim().getPayload());
    Map<String, JoinClaim.Builder> bad = new LinkedHashMap<>();
    bad.put("organisation", good.toBuilder().setOrgId(bytes(32)));
    bad.put("token hash", good.toBuilder().setTokenHash(bytes(32)));
    bad.put("token id", good.toBuilder().setTokenId(bytes(16)));
    bad.put("account", good.toBuilder().setAccountPublicKey(bytes(32)));
    bad.put("device of small order", good.toBuilder().setDevicePublicKey(ZEROS));
    bad.put("MLS key", good.toBuilder().setMlsSignatureKey(bytes(33)));
    bad.put("own name", good.toBuilder().setMemberName("Somebody else"));
    bad.forEach(
        (rule, claim) -> {
          Signed signed = StatementKind.CLAIM.sign(claim.build(), account);
          invalid(
              rule,
              () ->
                  reader.verify(
                      UnverifiedEntry.of(redemption.toBuilder().setClaim(signed).build())));
        });
  }

  @Test
  void everyFieldOfARecordIsChecked() throws Exception {
    verify(record);
    Map<String, DeviceRecord.Builder> bad = new LinkedHashMap<>();
    bad.put("organisation", record.toBuilder().setOrgId(bytes(32)));
    bad.put("user", record.toBuilder().setUserId(bytes(32)));
    bad.put("account", record.toBuilder().setAccountPublicKey(record.getDevicePublicKey()));
    bad.put("generation", record.toBuilder().setGeneration(0));
    bad.put("epoch", record.toBuilder().setDeviceEpoch(0));
    bad.put("device", record.toBuilder().setDevicePublicKey(record.getMlsSignatureKey()));
    bad.put("mailbox key of small order", record.toBuilder().setDeviceMailboxKey(ZEROS));
    bad.put(
        "MLS key is the device's",
        record.toBuilder().setMlsSignatureKey(record.getDevicePublicKey()));
    bad.put("first with a predecessor", record.toBuilder().setPreviousHash(bytes(32)));
    bad.put("backup id", record.toBuilder().setBackupId(bytes(65)));
    bad.put("reason", record.toBuilder().setReason(DeviceRecord.Reason.TAKEOVER));
    bad.put("no reason", record.toBuilder().clearReason());
    bad.forEach((rule, changed) -> invalid(rule, () -> verify(changed.build())));
  }

  private void verify(DeviceRecord changed) throws InvalidStatementException {
    reader.verify(UnverifiedEntry.of(StatementKind.RECORD.sign(changed, account, device)));
  }

  @Test
  void aRecordNeedsBothSignaturesInTheirOrder() {
    for (SigningKey[] signers :
        new SigningKey[][] {
          {account}, {device}, {device, account}, {account, account}, {account, device, root}, {}
        }) {
      Signed signed = StatementKind.RECORD.sign(record, signers);
      invalid("signers", () -> reader.verify(UnverifiedEntry.of(signed)));
    }
    Signature one = StatementKind.RECORD.sign(record, account).getSignatures(0);
    Signed.Builder many = StatementKind.RECORD.sign(record, account, device).toBuilder();
    for (int i = 0; i < 100; i++) {
      many.addSignatures(one);
    }
    invalid("too many signatures", () -> UnverifiedEntry.of(many.build()));
  }

  @Test
  void everyFieldOfACertificateIsChecked() throws Exception {
    Signed signed = UnverifiedEntry.parse(ada.session().place().grant()).entry().getStatement();
    MembershipCertificate good = MembershipCertificate.parseFrom(signed.getPayload());
    Map<String, MembershipCertificate.Builder> bad = new LinkedHashMap<>();
    bad.put("organisation", good.toBuilder().setOrgId(bytes(32)));
    bad.put("user", good.toBuilder().setUserId(bytes(32)));
    bad.put("account", good.toBuilder().setAccountPublicKey(ZEROS));
    bad.put("role", good.toBuilder().clearRole());
    bad.put("site", good.toBuilder().setSite("\u0000"));
    bad.put("name", good.toBuilder().setMemberName(" "));
    bad.put("claim", good.toBuilder().setClaimHash(bytes(32)));
    bad.put("link", good.toBuilder().clearAuthority());
    bad.forEach(
        (rule, changed) -> {
          Signed resigned = StatementKind.CERTIFICATE.sign(changed.build(), root);
          invalid(rule, () -> reader.verify(UnverifiedEntry.of(resigned)));
        });
    Signed byMember = StatementKind.CERTIFICATE.sign(good, account);
    invalid("signed by a member", () -> reader.verify(UnverifiedEntry.of(byMember)));
  }

  @Test
  void everyChangedBitOfTheFoundersFrameIsRefused() {
    Bytes frame = ada.frame();
    int headSize = 34;
    for (int i = 0; i < frame.size() - headSize; i++) {
      byte[] changed = frame.toByteArray();
      changed[i] ^= (byte) (1 << i % 8);
      assertThat(bo.session().admissionAuthority().judge(ada.device(), Bytes.wrap(changed)))
          .as("byte %d", i)
          .isInstanceOf(Admission.Refused.class);
    }
  }

  /** Payloads are parsed before their signatures are verified: strangers reach these decoders. */
  @Test
  void garbageIsInvalidAndNothingWorse() throws Exception {
    Random random = new Random(23);
    byte[] payload = record.toByteArray();
    for (int i = 0; i < 1500; i++) {
      byte[] mutated = payload.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      Signed signed =
          Signed.newBuilder()
              .setTypeValue(1 + random.nextInt(10))
              .setPayload(Octets.toProto(Bytes.wrap(mutated)))
              .build();
      invalid("garbage", () -> reader.verify(UnverifiedEntry.of(signed)));
      try {
        reader.reread(UnverifiedEntry.of(signed));
        assertThat(signed.getSignaturesCount()).as("no signature, no entry").isPositive();
      } catch (InvalidStatementException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
      byte[] entry = new byte[random.nextInt(64)];
      random.nextBytes(entry);
      try {
        reader.verify(UnverifiedEntry.parse(Bytes.wrap(entry)));
        assertThat(entry).as("no garbage is an entry").isNull();
      } catch (InvalidStatementException expected) {
        assertThat(expected.fault()).isNotNull();
      }
    }
  }
}
