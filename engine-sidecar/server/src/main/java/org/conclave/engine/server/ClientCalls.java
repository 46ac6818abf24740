package org.conclave.engine.server;

import java.security.SecureRandom;
import org.conclave.mls.Clients;
import org.conclave.mls.InspectResult;
import org.conclave.mls.KeyPackageBundle;
import org.conclave.mls.KeyPackageRequest;
import org.conclave.mls.SignatureKeyPair;
import org.conclave.proto.engine.v1.CreateIdentityRequest;
import org.conclave.proto.engine.v1.CreateIdentityResponse;
import org.conclave.proto.engine.v1.CreateKeyPackageRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.InspectKeyPackageRequest;
import org.conclave.proto.engine.v1.InspectKeyPackageResponse;
import org.conclave.proto.engine.v1.KeyPackageSummary;

/** The calls of the contract that concern a client and no group. Thread-safe. */
final class ClientCalls {
  private final Clients mls;
  private final SecureRandom random;

  ClientCalls(Clients mls, SecureRandom random) {
    this.mls = mls;
    this.random = random;
  }

  CreateIdentityResponse createIdentity(CreateIdentityRequest request) {
    SignatureKeyPair created = mls.createIdentity(request.getCipherSuite(), random);
    return CreateIdentityResponse.newBuilder()
        .setSignatureKey(Outputs.bytes(created.publicKey()))
        .setSignaturePrivateKey(Outputs.bytes(created.privateKey()))
        .build();
  }

  CreateKeyPackageResponse createKeyPackage(CreateKeyPackageRequest request) {
    KeyPackageBundle created =
        mls.createKeyPackage(
            new KeyPackageRequest(
                Inputs.signer(request.getSigner()),
                Inputs.lifetime(request.getLifetime()),
                request.getLastResort(),
                Inputs.extensionTypes(request.getExtensionTypesList())),
            random);
    return CreateKeyPackageResponse.newBuilder()
        .setKeyPackage(Outputs.bytes(created.keyPackage()))
        .setReference(Outputs.bytes(created.reference()))
        .setPrivatePart(Outputs.bytes(created.privatePart()))
        .build();
  }

  InspectKeyPackageResponse inspectKeyPackage(InspectKeyPackageRequest request) {
    InspectResult result =
        mls.inspectKeyPackage(request.getKeyPackage().toByteArray(), request.getNow());
    InspectKeyPackageResponse.Builder answer = InspectKeyPackageResponse.newBuilder();
    if (result instanceof org.conclave.mls.KeyPackageSummary valid) {
      answer.setValid(
          KeyPackageSummary.newBuilder()
              .setReference(Outputs.bytes(valid.reference()))
              .setIdentity(Outputs.bytes(valid.identity()))
              .setSignatureKey(Outputs.bytes(valid.signatureKey()))
              .setCipherSuite(valid.cipherSuite())
              .setLifetime(Outputs.lifetime(valid.lifetime()))
              .setLastResort(valid.lastResort())
              .addAllCertificateChain(Outputs.certificateChain(valid.credential())));
    } else if (result instanceof org.conclave.mls.Rejected rejected) {
      answer.setRejected(Outputs.rejected(rejected));
    }
    return answer.build();
  }
}
