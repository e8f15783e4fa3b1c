package dev.muster.bench;

import dev.muster.bench.assurance.AssuranceBench;
import dev.muster.bench.attestation.AttestationBench;
import dev.muster.bench.device.DeviceBench;
import dev.muster.bench.governance.GovernanceBench;
import dev.muster.bench.hostile.HostileBench;
import dev.muster.bench.joining.JoiningBench;
import dev.muster.bench.ledger.LedgerBench;
import dev.muster.bench.network.NetworkBench;
import dev.muster.bench.river.ConsoleBench;
import dev.muster.bench.river.RiverBench;
import dev.muster.bench.update.UpdateBench;
import dev.muster.bench.wire.WireBench;
import java.util.Arrays;

/** {@code muster bench NAME}: runs one set of benchmarks. */
public final class Main {
    private static final int USAGE = 64;

    private Main() {}

    /** @param arguments the name of a set, then its own arguments */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (name) {
            case "assurance" -> AssuranceBench.main(rest);
            case "attestation" -> AttestationBench.main(rest);
            case "wire" -> WireBench.main(rest);
            case "ledger" -> LedgerBench.main(rest);
            case "joining" -> JoiningBench.main(rest);
            case "hostile" -> HostileBench.main(rest);
            case "network" -> NetworkBench.main(rest);
            case "device" -> DeviceBench.main(rest);
            case "river" -> RiverBench.main(rest);
            case "console" -> ConsoleBench.main(rest);
            case "update" -> UpdateBench.main(rest);
            case "governance" -> GovernanceBench.main(rest);
            default -> {
                System.err.println(
                        "usage: muster bench assurance|attestation|wire|hostile|ledger|joining|network|device"
                                + "|river|console|governance|update [--brief]");
                System.exit(USAGE);
            }
        }
    }
}
