using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AnomalyNotebooks;

/// <summary>
/// Adam as PyTorch computes it (Kingma and Ba, 2015; betas 0.9 and 0.999, epsilon 1e-8). TorchSharp's own makes a <see cref="Scalar"/>
/// for each number it hands to the native code and keeps none of them: a garbage collection on another thread frees one while the
/// native code reads it, and the training dies. Here every scalar is held until the call is over.
/// </summary>
internal sealed class TorchAdam : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly Scalar beta1 = Beta1, beta2 = Beta2, rest1 = 1 - Beta1, rest2 = 1 - Beta2, epsilon = Epsilon, one = 1.0;
    private readonly TorchParameter[] parameters;
    private readonly Tensor[] means, squares; // of the gradients, one per parameter, in its shape
    private int steps;

    public TorchAdam(IEnumerable<TorchParameter> parameters)
    {
        this.parameters = [.. parameters];
        means = [.. this.parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
        squares = [.. this.parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];
    }

    public void ZeroGradients()
    {
        foreach (TorchParameter parameter in parameters)
        {
            using Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }

    public void Step(double learningRate)
    {
        steps++;
        using Scalar size = -learningRate / (1 - Math.Pow(Beta1, steps)), root = Math.Sqrt(1 - Math.Pow(Beta2, steps));
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].grad is not { } gradient) continue;
            means[i].mul_(beta1).add_(gradient, rest1);
            squares[i].mul_(beta2).addcmul_(gradient, gradient, rest2);
            parameters[i].addcdiv_(means[i], squares[i].sqrt().div_(root).add_(epsilon, one), size);
        }
    }

    public void Dispose()
    {
        foreach (Tensor moment in means.Concat(squares)) moment.Dispose();
        foreach (Scalar scalar in (Scalar[])[beta1, beta2, rest1, rest2, epsilon, one]) scalar.Dispose();
    }
}
