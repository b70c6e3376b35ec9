package rillcut.flink;

/**
 * The logarithms and exponentials of the forest, as Rust's {@code libm} computes them.
 *
 * <p>{@link StrictMath} is a port of the same library in an older edition that adds in another order, so that its last bit differs
 * now and then; one bit in a key is another sample, and from there on another forest.
 */
final class LibM {
  private static final double LN2_HI = 6.93147180369123816490e-01;
  private static final double LN2_LO = 1.90821492927058770002e-10;
  private static final double INVLN2 = 1.44269504088896338700e+00;
  private static final double LG1 = 6.666666666666735130e-01;
  private static final double LG2 = 3.999999999940941908e-01;
  private static final double LG3 = 2.857142874366239149e-01;
  private static final double LG4 = 2.222219843214978396e-01;
  private static final double LG5 = 1.818357216161805012e-01;
  private static final double LG6 = 1.531383769920937332e-01;
  private static final double LG7 = 1.479819860511658591e-01;
  private static final double HUGE = 0x1p1023;

  private LibM() {}

  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32);
    int k = 0;
    if (Integer.compareUnsigned(high, 0x00100000) < 0 || high < 0) {
      if (bits << 1 == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      if (high < 0) {
        return Double.NaN;
      }
      k = -54;
      bits = Double.doubleToRawLongBits(x * 0x1p54);
      high = (int) (bits >>> 32);
    } else if (high >= 0x7ff00000) {
      return x;
    } else if (high == 0x3ff00000 && bits << 32 == 0) {
      return 0.0;
    }
    high += 0x3ff00000 - 0x3fe6a09e;
    k += (high >>> 20) - 0x3ff;
    double f = reduced(high, bits) - 1.0;
    double half = 0.5 * f * f;
    double s = f / (2.0 + f);
    double r = series(s);
    return s * (half + r) + k * LN2_LO - half + f + k * LN2_HI;
  }

  static double log1p(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32);
    int k = 1;
    double f = 0.0;
    double c = 0.0;
    if (Integer.compareUnsigned(high, 0x3fda827a) < 0 || high < 0) {
      if (Integer.compareUnsigned(high, 0xbff00000) >= 0) {
        return x == -1.0 ? Double.NEGATIVE_INFINITY : Double.NaN;
      }
      if (Integer.compareUnsigned(high << 1, 0x3ca00000 << 1) < 0) {
        return x;
      }
      if (Integer.compareUnsigned(high, 0xbfd2bec4) <= 0) {
        k = 0;
        f = x;
      }
    } else if (high >= 0x7ff00000) {
      return x;
    }
    if (k > 0) {
      double u = 1.0 + x;
      bits = Double.doubleToRawLongBits(u);
      int top = (int) (bits >>> 32) + (0x3ff00000 - 0x3fe6a09e);
      k = (top >>> 20) - 0x3ff;
      if (k < 54) {
        c = k >= 2 ? 1.0 - (u - x) : x - (u - 1.0);
        c /= u;
      }
      f = reduced(top, bits) - 1.0;
    }
    double half = 0.5 * f * f;
    double s = f / (2.0 + f);
    double r = series(s);
    return s * (half + r) + (k * LN2_LO + c) - half + f + k * LN2_HI;
  }

  static double log2(double x) {
    final double hiFactor = 1.44269504072144627571e+00;
    final double loFactor = 1.67517131648865118353e-10;
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32);
    if (high == 0x3ff00000 && bits << 32 == 0) {
      return 0.0;
    }
    high += 0x3ff00000 - 0x3fe6a09e;
    int k = (high >>> 20) - 0x3ff;
    double f = reduced(high, bits) - 1.0;
    double half = 0.5 * f * f;
    double s = f / (2.0 + f);
    double r = series(s);
    double hi = Double.longBitsToDouble(Double.doubleToRawLongBits(f - half) & (-1L << 32));
    double lo = f - hi - half + s * (half + r);
    double upper = hi * hiFactor;
    double lower = (lo + hi) * loFactor + lo * hiFactor;
    double y = k;
    double w = y + upper;
    lower += (y - w) + upper;
    return lower + w;
  }

  static double exp(double x) {
    int high = (int) (Double.doubleToRawLongBits(x) >>> 32);
    int sign = high >>> 31;
    high &= 0x7fffffff;
    if (high >= 0x4086232b) {
      if (Double.isNaN(x)) {
        return x;
      }
      if (x > 709.782712893383973096) {
        return x * HUGE;
      }
      if (x < -745.13321910194110842) {
        return 0.0;
      }
    }
    int k = 0;
    double hi = x;
    double lo = 0.0;
    if (high > 0x3fd62e42) {
      k = high >= 0x3ff0a2b2 ? (int) (INVLN2 * x + (sign == 0 ? 0.5 : -0.5)) : 1 - sign - sign;
      hi = x - k * LN2_HI;
      lo = k * LN2_LO;
      x = hi - lo;
    } else if (high <= 0x3e300000) {
      return 1.0 + x;
    }
    double xx = x * x;
    double c =
        x
            - xx
                * (1.66666666666666019037e-01
                    + xx
                        * (-2.77777777770155933842e-03
                            + xx
                                * (6.61375632143793436117e-05
                                    + xx * (-1.65339022054652515390e-06 + xx * 4.13813679705723846039e-08))));
    double y = 1.0 + (x * c / (2.0 - c) - lo + hi);
    return k == 0 ? y : Math.scalb(y, k);
  }

  static double expm1(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32) & 0x7fffffff;
    boolean negative = bits < 0;
    if (high >= 0x4043687A) {
      if (Double.isNaN(x)) {
        return x;
      }
      if (negative) {
        return -1.0;
      }
      if (x > 7.09782712893383973096e+02) {
        return x * HUGE;
      }
    }
    int k;
    double c;
    if (high > 0x3fd62e42) {
      double hi;
      double lo;
      if (high < 0x3FF0A2B2) {
        k = negative ? -1 : 1;
        hi = negative ? x + LN2_HI : x - LN2_HI;
        lo = negative ? -LN2_LO : LN2_LO;
      } else {
        k = (int) (INVLN2 * x + (negative ? -0.5 : 0.5));
        hi = x - k * LN2_HI;
        lo = k * LN2_LO;
      }
      x = hi - lo;
      c = (hi - x) - lo;
    } else if (high < 0x3c900000) {
      return x;
    } else {
      c = 0.0;
      k = 0;
    }
    double halfX = 0.5 * x;
    double hxs = x * halfX;
    double r1 =
        1.0
            + hxs
                * (-3.33333333333331316428e-02
                    + hxs
                        * (1.58730158725481460165e-03
                            + hxs
                                * (-7.93650757867487942473e-05
                                    + hxs * (4.00821782732936239552e-06 + hxs * -2.01099218183624371326e-07))));
    double t = 3.0 - r1 * halfX;
    double e = hxs * ((r1 - t) / (6.0 - x * t));
    if (k == 0) {
      return x - (x * e - hxs);
    }
    e = x * (e - c) - c;
    e -= hxs;
    if (k == -1) {
      return 0.5 * (x - e) - 0.5;
    }
    if (k == 1) {
      return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
    }
    double power = Double.longBitsToDouble((long) (0x3ff + k) << 52);
    if (k < 0 || k > 56) {
      double y = x - e + 1.0;
      y = k == 1024 ? y * 2.0 * HUGE : y * power;
      return y - 1.0;
    }
    double inverse = Double.longBitsToDouble((long) (0x3ff - k) << 52);
    return k < 20 ? (x - e + (1.0 - inverse)) * power : (x - (e + inverse) + 1.0) * power;
  }

  private static double reduced(int high, long bits) {
    long top = ((long) ((high & 0x000fffff) + 0x3fe6a09e)) << 32;
    return Double.longBitsToDouble(top | (bits & 0xffffffffL));
  }

  private static double series(double s) {
    double z = s * s;
    double w = z * z;
    double t1 = w * (LG2 + w * (LG4 + w * LG6));
    double t2 = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
    return t2 + t1;
  }
}
