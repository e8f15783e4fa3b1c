package dev.muster.cli.demo;

/** One of the eight steps: does the work over the real interfaces, tells it, and checks what it tells. */
interface Step {

    /** The word before each of its lines. */
    String name();

    /** @throws NotShown when a claim does not hold */
    void run(DemoWorld world, Story story) throws Exception;
}
