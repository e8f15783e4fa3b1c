package dev.muster.format.update.suit;

/** Numbers of draft-ietf-suit-update-management-14. */
public final class UpdateManagementPoints {
    private UpdateManagementPoints() {}

    /** Manifest member: the version of the whole set. */
    public static final int SET_VERSION = 6;

    public static final int CONDITION_USE_BEFORE = 4;
    public static final int CONDITION_IMAGE_NOT_MATCH = 25;
    public static final int CONDITION_MINIMUM_BATTERY = 26;
    public static final int CONDITION_UPDATE_AUTHORIZED = 27;
    public static final int CONDITION_VERSION = 28;
    public static final int DIRECTIVE_WAIT = 29;
    public static final int DIRECTIVE_OVERRIDE_MULTIPLE = 34;
    public static final int DIRECTIVE_COPY_PARAMS = 35;

    public static final int PARAMETER_USE_BEFORE = 4;
    public static final int PARAMETER_MINIMUM_BATTERY = 26;
    public static final int PARAMETER_UPDATE_PRIORITY = 27;
    public static final int PARAMETER_VERSION = 28;
    public static final int PARAMETER_WAIT_INFO = 29;
    public static final int PARAMETER_COMPONENT_METADATA = 30;
}
