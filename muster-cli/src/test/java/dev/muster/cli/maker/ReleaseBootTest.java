package dev.muster.cli.maker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.SignedCorim;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster release sign --boot}: the boot of a good machine becomes part of a release. */
class ReleaseBootTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int muster(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    @BeforeEach
    void release() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/app"), "app");
        assertThat(muster("release", "key", folder.resolve("maker").toString(), "--maker", "Acme"))
                .isZero();
        assertThat(muster("release", "create", folder.resolve("src").toString(), folder.toString()))
                .isZero();
    }

    private int sign(Path log, String registers) {
        return muster(
                "release",
                "sign",
                folder.toString(),
                "--key",
                folder.resolve("maker").toString(),
                "--product",
                "acme-cam",
                "--model",
                "cam",
                "--vendor-domain",
                "acme.example",
                "--version",
                "1.0.0",
                "--sequence",
                "1",
                "--boot",
                log.toString(),
                "--boot-registers",
                registers);
    }

    private static byte[] event(int pcr, int type) {
        return ByteBuffer.allocate(14 + 32 + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(pcr)
                .putInt(type)
                .putInt(1)
                .putShort((short) 0x000B)
                .put(new byte[32])
                .putInt(0)
                .array();
    }

    private Path log() throws Exception {
        ByteBuffer log = ByteBuffer.allocate(32 + 33 + 2 * 50).order(ByteOrder.LITTLE_ENDIAN);
        log.putInt(0).putInt(3).put(new byte[20]).putInt(33);
        log.put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII)).putLong(0);
        log.putInt(1).putShort((short) 0x000B).putShort((short) 32).put((byte) 0);
        log.put(event(4, 0x80000003)).put(event(9, 6));
        return Files.write(folder.resolve("boot.log"), log.array());
    }

    private List<String> stated() throws Exception {
        List<String> keys = new ArrayList<>();
        SignedCorim signed = SignedCorim.parse(Files.readAllBytes(folder.resolve(ReleaseVerbs.REFERENCES)));
        signed.corim()
                .comids()
                .forEach(comid -> comid.references()
                        .forEach(triple -> triple.measurements().stream()
                                .map(Measurement::key)
                                .forEach(key -> keys.add(key.orElseThrow().toString()))));
        return keys;
    }

    @Test
    void itsComponentsAreStatedBesideTheSlot() throws Exception {
        assertThat(sign(log(), "4,9")).as(err.toString()).isZero();
        assertThat(stated()).containsExactly("slot", "pcr-4/uefi-boot-application-1", "pcr-9/event-tag-1");
    }

    @Test
    void aRegisterOfWhichNothingCanBeStatedIsNamed() throws Exception {
        assertThat(sign(log(), "4,11")).isNotZero();
        assertThat(err.toString()).contains("boot.log").contains("register 11");
        assertThat(sign(log(), "7")).isNotZero();
        assertThat(err.toString()).contains("register 7");
        assertThat(folder.resolve(ReleaseVerbs.REFERENCES)).doesNotExist();
    }

    @Test
    void whatIsNoLogIsNamedWithItsPlace() throws Exception {
        Path cut = folder.resolve("cut.log");
        byte[] whole = Files.readAllBytes(log());
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 3));
        assertThat(sign(cut, "4")).isNotZero();
        assertThat(err.toString()).contains("cut.log");
        assertThat(sign(folder.resolve("none.log"), "4")).isNotZero();
        assertThat(folder.resolve(ReleaseVerbs.REFERENCES)).doesNotExist();
    }
}
