package dev.muster.cli.device;

import dev.muster.agent.Agent;
import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice;
import dev.muster.agent.guarded.GuardLink;
import dev.muster.agent.linux.NetlinkFilter;
import dev.muster.agent.names.Heard;
import dev.muster.agent.rules.RuleRunner;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.state.DeviceClock;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.tpm.DeviceTpm;
import dev.muster.agent.tpm.Tpm;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.orders.Strength;
import dev.muster.guard.firewall.NftProgram;
import dev.muster.guard.firewall.PacketFilter;
import dev.muster.guard.integrity.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster agent}: the device agent, until it is interrupted. */
@Command(
        name = "agent",
        description = "Run the device agent over a folder with factory material.",
        subcommands = {
            AgentInitVerb.class,
            AgentInstallVerb.class,
            AgentDoctorVerb.class,
            AgentEndorsementVerb.class,
            AgentConsentVerbs.Consent.class,
            AgentConsentVerbs.Postpone.class,
            MaintainVerb.class,
            LocalVerb.class
        })
public final class AgentVerb extends Verb {
    /** Where Linux has a TPM that several programs may use. */
    static final String TPM_OF_LINUX = "/dev/tpmrm0";

    @Option(names = "--root", paramLabel = "DIR", description = "The device's folder.")
    private @Nullable Path root;

    @Option(names = "--quick", description = "Short intervals, for a demo or a test.")
    private boolean quick;

    @Option(
            names = "--packet-filter",
            description =
                    "Enforce network policies with this machine's nf_tables (needs root and nft). Without it they are"
                            + " kept and reported as not enforced.")
    private boolean packetFilter;

    @Option(
            names = "--gateway",
            description =
                    "Be a gateway: hold the devices behind this machine to the policies that the server orders for them"
                            + " (needs root and nft). Bridged packets are shown to the packet filter.")
    private boolean gateway;

    @Option(
            names = "--listen",
            paramLabel = "INTERFACE",
            description =
                    "With --gateway: hear on this interface where the devices behind it say that their descriptions"
                            + " are (DHCP, LLDP); may be given several times.")
    private List<String> listen = List.of();

    @Mixin
    private ResolverOptions resolver = new ResolverOptions();

    @Option(
            names = "--tpm",
            paramLabel = "WHERE",
            description =
                    "Keep the device's key in this TPM 2.0 and prove it to the server: /dev/tpmrm0, or unix:PATH or"
                            + " tcp:PORT of a software TPM's socket. A device without a factory identity joins by it;"
                            + " such a one takes /dev/tpmrm0 by itself.")
    private @Nullable String tpm;

    @Option(
            names = "--guard",
            paramLabel = "SOCKET",
            description = "The guard's socket, for an agent that a guard starts (muster guard).")
    private @Nullable Path guard;

    @Option(
            names = "--sensors",
            paramLabel = "DIR",
            description = "Root of sensors that the manifest's rules read (/sys/class).")
    private Path sensors = Path.of("/sys/class");

    @Option(names = "--with-parent", hidden = true, description = "End when standard input closes.")
    private boolean withParent;

    @Override
    protected Status run(Screen screen) throws Exception {
        if (root == null) {
            throw CommandFailed.usage("Which device? Name its folder with --root; `muster agent init` makes one.");
        }
        // What the agent measures it compares by itself; nothing in the kernel holds it yet.
        DeviceRoots roots = DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT);
        FactoryFiles.require(roots);
        roots.create();
        AtomicReference<Notice> last = new AtomicReference<>();
        try (FileSense sense = new FileSense();
                ResolverOptions.Running names = resolver.open(packetFilter || gateway, heard -> tell(screen, heard))) {
            AgentGround ground = ground(screen, roots, sense, names);
            AgentSettings settings = quick ? AgentSettings.quick() : AgentSettings.standard();
            Agent agent = new Agent(roots, settings, ground, notice -> {
                last.set(notice);
                tell(screen, notice);
                if (notice.what() == Notice.What.ATTESTED) {
                    giveBack();
                }
            });
            if (withParent) {
                WithParent.endWhenInputCloses();
            }
            agent.run();
        }
        if (!Thread.currentThread().isInterrupted()) {
            Notice why = last.get();
            if (why != null && why.what() == Notice.What.WIPED) {
                return Status.YES;
            }
            throw CommandFailed.because(
                    "The agent ended: " + (why == null ? "it could not start" : why.detail()) + ".");
        }
        return Status.YES;
    }

    /** The TPM by which a device joins that has nothing else. */
    private static String onlyTpm(DeviceRoots roots) {
        if (!Files.exists(Path.of(TPM_OF_LINUX))) {
            throw CommandFailed.usage("There is no file " + Factory.idevidCertificate(roots) + ", and no TPM at "
                    + TPM_OF_LINUX + " by which the device could join instead (--tpm names another).");
        }
        return TPM_OF_LINUX;
    }

    /** Once an hour or so, when the work is done: otherwise the heap is as large as it has ever been until it is full. */
    private static void giveBack() {
        System.gc();
    }

    private AgentGround ground(Screen screen, DeviceRoots roots, FileSense sense, ResolverOptions.Running names)
            throws IOException {
        AgentGround ground = AgentGround.alone(
                new DeviceClock(InstantSource.system(), System::nanoTime, roots),
                new SecureRandom(),
                new java.util.Random(),
                sense);
        if (packetFilter) {
            ground = ground.with(kernel("--packet-filter"));
        }
        if (gateway) {
            ground = ground.gateway(kernel("--gateway"));
        }
        if (packetFilter || gateway) {
            try {
                ground = ground.with(SeenFlows.open(kernel("--packet-filter")));
            } catch (IOException unseen) {
                tell(screen, "what the packet filter refuses is not seen: " + unseen.getMessage());
            }
        }
        if (guard != null) {
            GuardLink link = new GuardLink(guard);
            link.follow(one -> tell(screen, GuardVerb.notice(one)));
            ground = ground.with(link);
            // They run until the process ends, whatever becomes of the agent's other work.
            rules(screen, roots, link);
        }
        if (names.addresses().isPresent()) {
            ground = ground.with(names.addresses().get());
        }
        for (String link : listen) {
            Introductions.hear(link, ground.flows(), said -> tell(screen, said));
        }
        if (packetFilter || gateway) {
            ground = ground.with(ReadTls.by(names.addresses(), ground.flows(), said -> tell(screen, said)));
        }
        String where = tpm == null && !Factory.hasIdentity(roots) ? onlyTpm(roots) : tpm;
        if (where != null) {
            ground = ground.with(new DeviceTpm(Tpm.open(where)));
        }
        return ground;
    }

    /** Those of the maker's manifest. Without them their reflexes are where a sensor that cannot be read puts them. */
    private void rules(Screen screen, DeviceRoots roots, GuardLink link) {
        try {
            Path device = roots.factory().resolveSibling(".").normalize();
            DeviceManifest manifest =
                    new Manifests(roots.factory(), roots.factory().resolve("manifest.cose")).current();
            RuleRunner.start(device, sensors, manifest.rules().orElse(List.of()), link::judged);
        } catch (IOException unread) {
            tell(screen, "the manifest's rules are not run: " + unread.getMessage());
        }
    }

    private static PacketFilter kernel(String option) {
        Optional<PacketFilter> program = NftProgram.here();
        try {
            return NetlinkFilter.here(program);
        } catch (IOException no) {
            return program.orElseThrow(() -> CommandFailed.because("this process may not use the packet filter ("
                    + no.getMessage() + ") and there is no nft on this machine: " + option + " needs one of them."));
        }
    }

    private static void tell(Screen screen, String policy) {
        tell(screen, new Notice(InstantSource.system().instant(), Notice.What.POLICY, policy));
    }

    private static void tell(Screen screen, Heard heard) {
        tell(
                screen,
                new Notice(
                        InstantSource.system().instant(),
                        Notice.What.NAMES,
                        heard.kind().word() + " " + heard.name() + ": " + heard.detail()));
    }

    private static void tell(Screen screen, Notice notice) {
        screen.result(
                Map.of(
                        "at", notice.at().toString(),
                        "what", notice.what().word(),
                        "detail", notice.detail()),
                notice.at() + " " + notice.what().word() + " " + notice.detail());
    }
}
