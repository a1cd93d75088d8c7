using AnomalyNotebooks.Cli.Commands;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class VersionCommandTest
{
    [Fact]
    public void Its_name_is_version() => Assert.Equal("version", VersionCommand.Create().Name);
}
