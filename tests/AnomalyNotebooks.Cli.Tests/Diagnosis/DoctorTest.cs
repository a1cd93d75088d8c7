using AnomalyNotebooks.Cli.Diagnosis;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Diagnosis;

public sealed class DoctorTest
{
    [Theory]
    [InlineData("10.0.100", "10.0.100", true)]
    [InlineData("10.0.100", "10.0.401", true)]
    [InlineData("10.0.100", "10.0.100-rc.2", true)]
    [InlineData("10.0.200", "10.0.100", false)]
    [InlineData("10.0.100", "9.0.300", false)]
    [InlineData("10.0.100", "11.0.100", false)]
    public void The_SDK_is_the_pinned_one_or_a_later_one_of_its_version(string pinned, string found, bool fits)
    {
        Finding finding = Doctor.Sdk(pinned, found);

        Assert.Equal(fits ? Health.Good : Health.Missing, finding.Health);
        Assert.Equal(fits, finding.Advice.Length == 0);
    }

    [Fact]
    public async Task A_bare_repository_is_told_what_it_lacks_and_how_to_get_it()
    {
        using var folder = new TemporaryFolder();

        IReadOnlyList<Finding> findings = await Doctor.ExamineAsync(folder.Path, data: null);

        Finding library = findings.Single(finding => finding.What == "library");
        Assert.Equal((Health.Missing, "Build it: dotnet build AnomalyNotebooks.sln"), (library.Health, library.Advice));
        Assert.All(findings, finding => Assert.Equal(finding.Health == Health.Good, finding.Advice.Length == 0));
    }
}
