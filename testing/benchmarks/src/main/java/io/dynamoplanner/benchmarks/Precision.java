package io.dynamoplanner.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long each benchmark is measured. Always in a JVM of its own, so that one cannot warm up or spoil another.
 *
 * @param warmups iterations before measuring
 * @param measurements iterations measured
 * @param length of one iteration
 */
record Precision(int warmups, int measurements, TimeValue length) {
    static final Precision FULL = new Precision(3, 5, TimeValue.seconds(1));

    /** Good for a factor of two, to see whether a change is worth a full run. */
    static final Precision QUICK = new Precision(2, 3, TimeValue.milliseconds(200));

    /** Average time of the one benchmark with this full name, with bytes allocated per operation. */
    Options optionsFor(String benchmark) {
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .jvmArgsAppend("-Xmx256m", "-XX:+UseSerialGC")
                .warmupIterations(warmups)
                .warmupTime(length)
                .measurementIterations(measurements)
                .measurementTime(length)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
    }

    String description() {
        return "JDK %s, 1 fork, %d x %s warm-up, %d x %s measured, average time, 99.9%% interval"
                .formatted(System.getProperty("java.version"), warmups, length, measurements, length);
    }
}
