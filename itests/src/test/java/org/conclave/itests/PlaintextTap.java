package org.conclave.itests;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Copies what Noise is about to encrypt: the last place at which everything that leaves for a peer
 * is still readable. Woven into the one class that encrypts, as it is loaded; the class itself is
 * the distribution's. Each connection's bytes are kept in the order in which they leave.
 *
 * <p>The woven code knows classes of the platform only and finds the tap among the system
 * properties, which no two class loaders see differently.
 */
final class PlaintextTap implements WeavingHook, BiConsumer<Object, byte[]> {
  private static final String PROPERTY = "conclave.itests.tap";
  private static final String TAPPED = "org.conclave.libp2p.internal.noise.NoiseCipher";
  private static final String METHOD = "apply";
  private static final String SIGNATURE = "([B[BII[BI)I";

  private final Map<Object, ByteArrayOutputStream> streams = new IdentityHashMap<>();
  private int woven;

  PlaintextTap() {
    System.getProperties().put(PROPERTY, this);
  }

  void close() {
    System.getProperties().remove(PROPERTY, this);
  }

  /** How many methods it was woven into. */
  synchronized int woven() {
    return woven;
  }

  /** What left on each connection. */
  synchronized List<byte[]> streams() {
    List<byte[]> copies = new ArrayList<>();
    streams.values().forEach(stream -> copies.add(stream.toByteArray()));
    return copies;
  }

  @Override
  public synchronized void accept(Object cipher, byte[] plaintext) {
    streams.computeIfAbsent(cipher, c -> new ByteArrayOutputStream()).writeBytes(plaintext);
  }

  @Override
  public void weave(WovenClass loaded) {
    if (!loaded.getClassName().equals(TAPPED)) {
      return;
    }
    ClassReader reader = new ClassReader(loaded.getBytes());
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Tapping(writer), 0);
    loaded.setBytes(writer.toByteArray());
  }

  private synchronized void tapped() {
    woven++;
  }

  private final class Tapping extends ClassVisitor {
    Tapping(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, generic, exceptions);
      if (!name.equals(METHOD) || !descriptor.equals(SIGNATURE)) {
        return method;
      }
      tapped();
      return new MethodVisitor(Opcodes.ASM9, method) {
        @Override
        public void visitCode() {
          super.visitCode();
          copyOfWhatIsGivenToTheTap(this);
        }
      };
    }
  }

  /** {@code ((BiConsumer) tap).accept(this, Arrays.copyOfRange(in, offset, offset + length))}. */
  private static void copyOfWhatIsGivenToTheTap(MethodVisitor code) {
    String consumer = "java/util/function/BiConsumer";
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/System",
        "getProperties",
        "()Ljava/util/Properties;",
        false);
    code.visitLdcInsn(PROPERTY);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/util/Properties",
        "get",
        "(Ljava/lang/Object;)Ljava/lang/Object;",
        false);
    code.visitTypeInsn(Opcodes.CHECKCAST, consumer);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 2);
    code.visitVarInsn(Opcodes.ILOAD, 3);
    code.visitVarInsn(Opcodes.ILOAD, 3);
    code.visitVarInsn(Opcodes.ILOAD, 4);
    code.visitInsn(Opcodes.IADD);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/util/Arrays", "copyOfRange", "([BII)[B", false);
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        consumer,
        "accept",
        "(Ljava/lang/Object;Ljava/lang/Object;)V",
        true);
  }
}
