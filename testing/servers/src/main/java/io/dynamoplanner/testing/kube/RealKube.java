package io.dynamoplanner.testing.kube;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class talk to a real Kubernetes API server. They and the constructor may have a parameter of type
 * {@link KubeServer}, which is {@link KubeServers#shared()}. Where no server can be had the class is skipped.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealKubeExtension.class)
public @interface RealKube {}
