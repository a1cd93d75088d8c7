using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AnomalyNotebooks.Tests;

[Collection(TorchCollection.Name)]
public sealed class TorchLibraryTest
{
    private const string Needed = "GLIBCXX_3.4.32";

    [Fact]
    public void A_version_that_the_system_lacks_is_asked_for_weakly_and_nothing_else_changes()
    {
        byte[] shim = Shim();

        byte[] weakened = TorchLibrary.Weakened(shim, name => name != Needed)!;

        int[] changed = [.. Enumerable.Range(0, shim.Length).Where(at => shim[at] != weakened[at])];
        int only = Assert.Single(changed);
        Assert.Equal((0, 2), (shim[only], weakened[only])); // VER_FLG_WEAK
    }

    [Fact]
    public void A_file_that_asks_for_nothing_new_needs_no_copy() => Assert.Null(TorchLibrary.Weakened(Shim(), _ => true));

    [Theory]
    [InlineData("")]
    [InlineData("no library")]
    public void What_is_no_library_is_left_alone(string text) =>
        Assert.Null(TorchLibrary.Weakened(System.Text.Encoding.ASCII.GetBytes(text), _ => false));

    [Fact]
    public void Loading_leaves_the_packages_own_file_as_it_is_and_no_copy_behind()
    {
        byte[] before = SHA256.HashData(Shim());
        string[] temporary = Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp");

        TorchCollection.Load();

        Assert.Equal(before, SHA256.HashData(Shim()));
        Assert.True(Directory.GetFiles(Path.GetTempPath(), "tmp*.tmp").Except(temporary)
            .All(file => new FileInfo(file).Length != Shim().Length));
        Assert.Equal(3f, TorchSharp.torch.tensor(3f).item<float>());
    }

    [Theory]
    [InlineData("torchsharp/0.107.0/lib/net6.0", "libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native")] // NuGet's folder
    [InlineData("TorchSharp/0.107.0", "libtorch-cpu-linux-x64/2.10.0/native")] // as Verso unpacks packages
    [InlineData("app", "app/runtimes/linux-x64/native")]
    public void The_native_libraries_are_found_where_hosts_put_them(string assembly, string natives)
    {
        string root = Directory.CreateTempSubdirectory("torch").FullName;
        string beside = Directory.CreateDirectory(Path.Combine(root, "packages", assembly)).FullName;
        string expected = Directory.CreateDirectory(Path.Combine(root, "packages", natives)).FullName;

        Assert.Contains(expected, TorchLibrary.Folders(beside, "linux-x64"));
        Directory.Delete(root, recursive: true);
    }

    private static byte[] Shim()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "The library of Linux is on Linux only.");
        return File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
    }
}
