package dev.muster.fleet.maker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.fleet.Tamper;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.FactoryIdentity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private final ManufacturerCa ca = ManufacturerCa.create("Acme", NOW.minusSeconds(60), new SecureRandom());

    @TempDir
    private Path dir;

    @Test
    void anIdevidLeadsToTheFactoryAndNamesTheDevice() {
        Credential idevid = ca.idevid("AC-1", "cam-07");
        assertThat(new CertificatePath(idevid.chain()).validate(List.of(ca.certificate()), NOW))
                .isInstanceOf(CertificatePath.Outcome.Valid.class);
        assertThat(FactoryIdentity.read(idevid.certificate()))
                .isInstanceOfSatisfying(FactoryIdentity.Reading.Found.class, found -> {
                    assertThat(found.identity().serialNumber()).isEqualTo("cam-07");
                    assertThat(found.identity().maker()).isEqualTo("Acme");
                    assertThat(found.identity().model()).isEqualTo("AC-1");
                });
    }

    @Test
    void firmwareIsTheSameForTheSameSeedAndOneFileDiffersBetweenVersions() {
        Firmware one = Firmware.build("acme-cam", "1.4.1", 7);
        Firmware two = Firmware.build("acme-cam", "1.4.2", 7);
        Firmware again = Firmware.build("acme-cam", "1.4.1", 7);
        assertThat(one.files().keySet()).isEqualTo(two.files().keySet());
        for (String path : one.files().keySet()) {
            assertThat(again.files().get(path)).isEqualTo(one.files().get(path));
            boolean same =
                    java.util.Arrays.equals(one.files().get(path), two.files().get(path));
            assertThat(same).as(path).isEqualTo(!path.equals(Firmware.PROGRAM));
        }
    }

    @Test
    void anAssembledDeviceHasItsIdentityAndTamperingOneLeavesTheOthers() throws Exception {
        Path master = dir.resolve("master");
        Assembly.master(master, Firmware.build("acme-cam", "1.4.1", 7), 1);
        Factory factory = new Factory(URI.create("https://localhost:1"), "demo", "acme-cam", "acme.example");
        Assembly line = new Assembly(factory, List.of(ca.certificate()), List.of(ca.certificate()), master, 1);
        DeviceRoots one = DeviceRoots.under(dir.resolve("cam-01"), Strength.SIMULATED, Durability.PROCESS_END);
        DeviceRoots two = DeviceRoots.under(dir.resolve("cam-02"), Strength.SIMULATED, Durability.PROCESS_END);
        line.assemble(one, ca.idevid("AC-1", "cam-01"));
        line.assemble(two, ca.idevid("AC-1", "cam-02"));

        assertThat(Factory.read(one)).isEqualTo(factory);
        assertThat(Credential.factory(one).chain()).hasSize(2);
        assertThat(new BootStore(one).read().sequence()).isEqualTo(1);
        byte[] good = Files.readAllBytes(master.resolve("slot-a").resolve(Firmware.PROGRAM));
        Path changed = Tamper.flipByte(one, Firmware.PROGRAM);
        assertThat(Files.readAllBytes(changed)).isNotEqualTo(good).hasSameSizeAs(good);
        assertThat(Files.readAllBytes(master.resolve("slot-a").resolve(Firmware.PROGRAM)))
                .isEqualTo(good);
        assertThat(Files.readAllBytes(two.slots().resolve("slot-a").resolve(Firmware.PROGRAM)))
                .isEqualTo(good);
    }
}
