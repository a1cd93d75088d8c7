using PublicApiGenerator;

namespace AnomalyNotebooks.Tests.House;

/// <summary>The public face of the library is the one that was approved: it grows on purpose only.</summary>
public class PublicApiTest
{
    private const int MostTypes = 76;

    [Fact]
    public void The_public_face_is_the_approved_one()
    {
        string folder = Path.Combine(Repository.Root, "tests", "AnomalyNotebooks.Tests", "House");
        string approved = Path.Combine(folder, "PublicApi.approved.txt"), received = Path.Combine(folder, "PublicApi.received.txt");
        string face = typeof(FlowTable).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n");
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (face == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, face);
        string[] before = expected.Split('\n'), now = face.Split('\n');
        string changes = string.Join('\n', [.. before.Except(now).Select(line => "- " + line.Trim()),
            .. now.Except(before).Select(line => "+ " + line.Trim())]);
        Assert.Fail($"The public face has changed:\n{changes}\nIf that is meant, rename {received} to PublicApi.approved.txt; otherwise "
            + $"make it internal.");
    }

    [Fact]
    public void The_public_face_is_small()
    {
        string[] types = [.. typeof(FlowTable).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name).Order()];
        Assert.True(types.Length <= MostTypes, $"{types.Length} public types, and at most {MostTypes} are meant: "
            + $"{string.Join(", ", types)}");
    }
}
