package dev.muster.core.assurance.export;

import java.util.List;

/**
 * One heading of the extra information for testing.
 *
 * @param number as in TS 103 701
 * @param name its short name there
 * @param about in our own words
 * @param facts keys of what is known here
 */
record IxitTable(int number, String name, String about, List<String> facts) {
    static final List<IxitTable> ALL = List.of(
            of(
                    1,
                    "AuthMech",
                    "how users and machines log in",
                    "host.remote-login",
                    "host.passwords",
                    "host.login-throttle",
                    "product.passwords",
                    "joining.idevid"),
            of(
                    2,
                    "UserInfo",
                    "what users are told",
                    "product.setup-guide",
                    "product.update-notice",
                    "product.support-published"),
            of(3, "VulnTypes", "how kinds of flaws are handled", "product.vulnerability-handling"),
            of(4, "Conf", "that it is done so", "product.vulnerability-policy"),
            of(5, "VulnMon", "how flaws are watched for", "product.vulnerability-handling"),
            of(
                    6,
                    "SoftComp",
                    "software and how it is updated",
                    "attestation.version",
                    "attestation.digest",
                    "update.installed"),
            of(
                    7,
                    "UpdMech",
                    "how updates come and are verified",
                    "update.mode",
                    "update.tampered",
                    "update.foreign-signer",
                    "update.old-sequence"),
            of(8, "UpdProc", "how updates are made in time", "update.latency-seconds", "update.rollout"),
            of(9, "ReplSup", "support and replacement", "devices.support-until", "product.not-updatable-notice"),
            of(
                    10,
                    "SecParam",
                    "parameters that are kept",
                    "attestation.key-home",
                    "joining.key-algorithm",
                    "host.encryption"),
            of(11, "ComMech", "how it communicates", "transport.version", "transport.cipher", "transport.mutual"),
            of(12, "NetSecImpl", "implementations of network and security functions", "product.crypto-review"),
            of(13, "SoftServ", "services", "host.services", "product.services"),
            of(14, "SecMgmt", "how parameters are managed", "product.parameter-process", "joining.certificate-until"),
            of(
                    15,
                    "Intf",
                    "interfaces",
                    "host.interfaces",
                    "host.listening",
                    "product.interfaces",
                    "product.ports",
                    "host.usb"),
            of(16, "CodeMin", "how code is kept small"),
            of(17, "PrivlCtrl", "privileges of software", "host.privileges", "host.domains"),
            of(18, "AccCtrl", "access to memory", "host.no-execute", "host.kernel-memory", "host.ptrace-scope"),
            of(19, "SecDev", "how it is developed", "product.development-process", "product.threat-model"),
            of(20, "SecBoot", "how it starts", "host.secure-boot", "attestation.strength", "attestation.status"),
            of(21, "PersData", "personal data", "product.personal-data", "product.privacy-notice"),
            of(22, "ExtSens", "sensors", "product.sensor-list"),
            of(23, "ResMech", "resilience", "host.watchdog", "response.recovered"),
            of(24, "TelData", "telemetry", "product.telemetry", "product.telemetry-notice"),
            of(25, "DelFunc", "deletion", "product.erase-function", "product.deletion-guide"),
            of(26, "UserDec", "decisions of users at setup", "product.setup-check-guide"),
            of(27, "UserIntf", "interfaces of users", "product.input-tests"),
            of(28, "ExtAPI", "interfaces of programs", "product.ports"),
            of(29, "InpVal", "how input is validated", "product.input-tests"));

    private static IxitTable of(int number, String name, String about, String... facts) {
        return new IxitTable(number, name, about, List.of(facts));
    }
}
