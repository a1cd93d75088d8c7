global using Kernels128 = AnomalyNotebooks.Engine.Kernels<
    AnomalyNotebooks.Engine.Lanes128, System.Runtime.Intrinsics.Vector128<float>, AnomalyNotebooks.Engine.Lanes128,
        System.Runtime.Intrinsics.Vector128<float>>;
global using Kernels256 = AnomalyNotebooks.Engine.Kernels<
    AnomalyNotebooks.Engine.Lanes256, System.Runtime.Intrinsics.Vector256<float>, AnomalyNotebooks.Engine.Lanes256,
        System.Runtime.Intrinsics.Vector256<float>>;
global using Kernels512 = AnomalyNotebooks.Engine.Kernels<
    AnomalyNotebooks.Engine.Lanes512, System.Runtime.Intrinsics.Vector512<float>, AnomalyNotebooks.Engine.Lanes256,
        System.Runtime.Intrinsics.Vector256<float>>;
