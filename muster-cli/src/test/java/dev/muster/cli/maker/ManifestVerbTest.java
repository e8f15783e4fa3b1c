package dev.muster.cli.maker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifest of docs/guides/device.md is one, and what is none is named. */
class ManifestVerbTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int muster(String... words) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    }

    @Test
    void theGuidesManifestIsSigned() throws Exception {
        String guide = Files.readString(Path.of(System.getProperty("muster.root"), "docs/guides/device.md"));
        String json = guide.split("```json\n", 2)[1].split("```", 2)[0];
        Path device = device();
        assertThat(muster("maker", "key", folder.resolve("maker").toString(), "--maker", "Acme"))
                .isZero();
        assertThat(sign(json, device)).as(err.toString()).isZero();
        SignedStatement statement =
                SignedStatement.parse(DeviceManifest.MEDIA_TYPE, Files.readAllBytes(folder.resolve("manifest.cose")));
        DeviceManifest manifest = DeviceManifest.parse(statement.payload());
        assertThat(manifest.response(Violation.FILE_CHANGED)).isEqualTo(Response.FREEZE);
        assertThat(manifest.workloads()).hasSize(1);
        assertThat(manifest.programsHex())
                .contains(HexFormat.of().formatHex(Sha256.of("lamp".getBytes(StandardCharsets.UTF_8))));
        assertThat(out.toString()).contains("1 files, 2 programs, 1 workloads");
    }

    @Test
    void whatIsNoManifestIsNamed() throws Exception {
        Path device = device();
        assertThat(muster("maker", "key", folder.resolve("maker").toString(), "--maker", "Acme"))
                .isZero();
        assertThat(sign("{\"sequence\": 1, \"files\": [\"../../etc/passwd\"]}", device))
                .isEqualTo(64);
        assertThat(sign("{\"sequence\": 1, \"files\": [\"slots/none\"]}", device))
                .isEqualTo(64);
        assertThat(sign("{\"sequence\": 1, \"odd\": 2}", device)).isEqualTo(64);
        assertThat(err.toString()).contains("is not a manifest").contains("There is no file");
    }

    private int sign(String json, Path device) throws Exception {
        Path said = Files.writeString(folder.resolve("manifest.json"), json);
        return muster(
                "maker",
                "manifest",
                said.toString(),
                folder.resolve("manifest.cose").toString(),
                "--root",
                device.toString(),
                "--key",
                folder.resolve("maker").toString());
    }

    private Path device() throws Exception {
        Path device = folder.resolve("device");
        for (String path :
                new String[] {"slots/slot-a/etc/lamp.conf", "slots/slot-a/bin/lamp", "slots/slot-a/world/bin/busybox"
                }) {
            Path file = device.resolve(path);
            Files.createDirectories(file.resolve("..").normalize());
            Files.writeString(file, file.getFileName().toString());
        }
        return device;
    }
}
