global using Kernels128 = AnomalyNotebooks.Kernels<
    AnomalyNotebooks.Lanes128, System.Runtime.Intrinsics.Vector128<float>, AnomalyNotebooks.Lanes128, System.Runtime.Intrinsics.Vector128<float>>;
global using Kernels256 = AnomalyNotebooks.Kernels<
    AnomalyNotebooks.Lanes256, System.Runtime.Intrinsics.Vector256<float>, AnomalyNotebooks.Lanes256, System.Runtime.Intrinsics.Vector256<float>>;
global using Kernels512 = AnomalyNotebooks.Kernels<
    AnomalyNotebooks.Lanes512, System.Runtime.Intrinsics.Vector512<float>, AnomalyNotebooks.Lanes256, System.Runtime.Intrinsics.Vector256<float>>;
global using KernelsScalar = AnomalyNotebooks.Kernels<AnomalyNotebooks.LanesScalar, float, AnomalyNotebooks.LanesScalar, float>;
