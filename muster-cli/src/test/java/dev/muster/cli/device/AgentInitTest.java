package dev.muster.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.testing.Authority;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device's folder is made once, every file of it is documented, and a bad one is named and not a stack trace. */
class AgentInitTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int muster(Object... words) {
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
    }

    private int init() {
        return muster(
                "agent",
                "init",
                "--root",
                folder.resolve("lamp"),
                "--product",
                "acme-lamp",
                "--model",
                "lamp",
                "--serial",
                "lamp-01",
                "--vendor-domain",
                "acme.example",
                "--factory",
                folder.resolve("factory"),
                "--maker",
                folder.resolve("maker"),
                "--image",
                folder.resolve("out/image.tar"),
                "--version",
                "1.0.0",
                "--home",
                "https://localhost:1",
                "--data",
                folder.resolve("data"));
    }

    @BeforeEach
    void makerAndServer() throws Exception {
        assertThat(muster("maker", "key", folder.resolve("maker"), "--maker", "Acme"))
                .isZero();
        assertThat(muster("maker", "factory", folder.resolve("factory"), "--maker", "Acme"))
                .isZero();
        Path program = folder.resolve("src/bin/lamp");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(muster("release", "create", folder.resolve("src"), folder.resolve("out")))
                .isZero();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/tls-ca.pem"),
                Authority.pem(Authority.root("CN=Server", Instant.now()).certificate()));
    }

    @Test
    void theFolderIsMadeOnceAndDocumentsEveryFile() throws Exception {
        assertThat(init()).as(err.toString()).isZero();
        String documented = Files.readString(folder.resolve("lamp/FILES.md"));
        try (var files = Files.walk(folder.resolve("lamp"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.resolve("lamp").relativize(file).toString())
                            .filter(file -> !file.equals("FILES.md") && !file.startsWith("slots/slot-a/")))
                    .allSatisfy(file -> assertThat(documented).contains("`" + file + "`"));
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("lamp/factory/idevid.key"))))
                .isEqualTo("rw-------");
        assertThat(init()).isEqualTo(64);
        assertThat(err.toString()).contains("already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "factory/agent.properties",
                "factory/idevid.pem",
                "factory/idevid.key",
                "factory/server-ca.pem",
                "factory/makers.pem",
                "state/boot.properties"
            })
    void anAgentNamesTheFileThatIsMissingOrMakesNoSense(String file) throws Exception {
        assertThat(init()).isZero();
        Path broken = folder.resolve("lamp").resolve(file);
        Files.writeString(broken, "nonsense");
        assertThat(muster("agent", "--root", folder.resolve("lamp"))).isEqualTo(64);
        assertThat(err.toString()).contains(broken.toString()).doesNotContain("Exception");
        Files.delete(broken);
        err.getBuffer().setLength(0);
        assertThat(muster("agent", "--root", folder.resolve("lamp"))).isEqualTo(64);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains("There is no file " + broken);
    }

    @Test
    void anImageOrAKeyThatIsNoneIsNamed() throws Exception {
        Files.writeString(folder.resolve("out/image.tar"), "nonsense");
        assertThat(init()).isEqualTo(64);
        assertThat(err.toString()).contains("image.tar");
        Files.writeString(folder.resolve("factory/factory.key"), "nonsense");
        assertThat(init()).isEqualTo(64);
        assertThat(muster("agent")).isEqualTo(64);
    }
}
