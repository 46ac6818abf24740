package org.conclave.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.conclave.launcher.headless.HeadlessProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.weaving.WeavingHook;

/**
 * No private key of a profile enters a network call: everything that a member sends to its peers is
 * recorded before it is encrypted, and searched.
 */
@Timeout(180)
class WireSecretsIT {
  @TempDir Path folder;
  private final KeySearch search = new KeySearch();
  private final byte[] planted = new byte[32];
  private PlaintextTap tap;

  @BeforeEach
  void tap() {
    tap = new PlaintextTap();
    new SecureRandom().nextBytes(planted);
    search.add("planted", planted);
  }

  @AfterEach
  void untap() {
    tap.close();
  }

  @Test
  void noPrivateKeyLeavesWhileMembersMeetAndWrite() throws Exception {
    try (HeadlessProcess bo =
            HeadlessProcess.launch("Bo", folder, "--listen", "/ip4/127.0.0.1/tcp/0");
        EmbeddedMember ada = EmbeddedMember.start(folder, "Ada")) {
      meetAndWrite(ada, bo);
      addKeysOf(ada);
    }
    assertNoPrivateKeyLeft();
  }

  /**
   * What is planted is what search must find: a key in the place of a name, which peers are told.
   */
  private void meetAndWrite(EmbeddedMember ada, HeadlessProcess bo) throws Exception {
    weaveInto(ada);
    ada.command("create-organisation", "Harbour", HexFormat.of().formatHex(planted));
    ada.command("ready");
    String group = (String) ada.map("create-group", "Watch").get("group");
    String account = bo.text("account", "identity");
    bo.command("join", (String) ada.map("invite", account, "Bo").get("invitation"));
    bo.command("wait-peers", "1");
    ada.command("add-member", group, "Bo");
    bo.command("wait-conversation", group);
    ada.command("send", group, "I move to another machine");
    bo.command("wait-messages", group, "1");
    bo.command("send", group, "Bon voyage");
    ada.command("wait-messages", group, "2");
  }

  /** What has to be found says that the rest would have been: a text, and keys as bytes. */
  private void assertNoPrivateKeyLeft() {
    assertThat(tap.streams()).isNotEmpty();
    assertThat(search.in(tap.streams()))
        .containsExactlyInAnyOrder("planted", "mls.public", "mailbox.public");
  }

  private void weaveInto(EmbeddedMember member) {
    member.framework().getBundleContext().registerService(WeavingHook.class, tap, null);
  }

  /** Every key that onboarding keeps in the profile; the public ones are told to peers. */
  private void addKeysOf(EmbeddedMember member) throws Exception {
    int before = search.size();
    for (Map.Entry<?, ?> value : values(member, "onboarding").entrySet()) {
      String name = value.getKey().toString();
      if (name.endsWith(".key") || name.endsWith(".public")) {
        search.add(name, (byte[]) call(value.getValue(), "toByteArray"));
      }
    }
    assertThat(search.size() - before)
        .as("account, root, device, mailbox and MLS key, the last two with their public halves")
        .isEqualTo(7);
  }

  /** Across class loaders: a test holds no class of a bundle. */
  private static Map<?, ?> values(EmbeddedMember member, String namespace) throws Exception {
    BundleContext context = member.framework().getBundleContext();
    ServiceReference<?>[] references =
        context.getAllServiceReferences("org.conclave.api.storage.Storage", null);
    assertThat(references).hasSize(1);
    Object storage = context.getService(references[0]);
    for (Method method : storage.getClass().getMethods()) {
      if (method.getName().equals("read") && method.getParameterCount() == 1) {
        method.setAccessible(true);
        Class<?> work = method.getParameterTypes()[0];
        return (Map<?, ?>)
            method.invoke(
                storage,
                Proxy.newProxyInstance(
                    work.getClassLoader(),
                    new Class<?>[] {work},
                    (proxy, in, transaction) ->
                        call(call(transaction[0], "keyValues"), "all", namespace)));
      }
    }
    throw new IllegalStateException("storage cannot be read");
  }

  private static Object call(Object target, String name, Object... arguments) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }
}
