package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborLimits;

/** What one envelope may cost a device or a door. */
public final class SuitLimits {
    private SuitLimits() {}

    /** An envelope with an integrated payload; anything larger belongs in the artifact store. */
    public static final int ENVELOPE_BYTES = 8 * 1024 * 1024;

    /** The largest example of any draft is below 2 KiB; a manifest for 32 components with delta sources stays far below. */
    public static final int MANIFEST_BYTES = 64 * 1024;

    /** Text for people: descriptions in several languages, sometimes with the source of the manifest. */
    public static final int TEXT_BYTES = 256 * 1024;

    /** Signers of one envelope: a maker, a regulator, an operator, and room. */
    public static final int AUTHENTICATION_BLOCKS = 8;

    /** Components of one manifest. */
    public static final int COMPONENTS = 32;

    /** Byte strings in a component's path, and bytes in each. */
    public static final int COMPONENT_SEGMENTS = 16;

    public static final int SEGMENT_BYTES = 128;

    /** Integrated payloads of one envelope. */
    public static final int PAYLOADS = 32;

    /** Commands in one sequence. */
    public static final int COMMANDS = 512;

    /** Branches of one try-each. */
    public static final int BRANCHES = 32;

    /** Sequences within sequences; the drafts' examples reach 2. */
    public static final int SEQUENCE_DEPTH = 8;

    /** Manifests within manifests: an integrator's, a maker's, a module's, and room. */
    public static final int DEPENDENCY_DEPTH = 4;

    /** Numbers of one version; people use four. */
    public static final int VERSION_NUMBERS = 16;

    /** Parameters that one copy-params names for one component. */
    public static final int COPIED_PARAMETERS = 64;

    /** Characters of a URI. */
    public static final int URI_CHARS = 1024;

    /** Commands that one procedure may execute: without loops only nested fan-out could reach it. */
    public static final int EXECUTED_COMMANDS = 10_000;

    /** Records in a report: one for each executed command that asks for one. */
    public static final int REPORT_RECORDS = 1024;

    /** A report with every record full. */
    public static final int REPORT_BYTES = 256 * 1024;

    static final CborLimits ENVELOPE = new CborLimits(16, 256, ENVELOPE_BYTES);

    static final CborLimits INNER = new CborLimits(16, 20_000, TEXT_BYTES);
}
